// SPDX-License-Identifier: MIT
//
// From a CSV of events to one profile, and to a model file where one is named:
//   cpp_minimal events.csv USER_COLUMN ITEM_COLUMN TIME_COLUMN [MODEL.limn]

#include <iostream>

#include <limn/data/make_event_log.hpp>
#include <limn/io/csv.hpp>
#include <limn/profiler/profiler.hpp>

int main(int argc, char** argv) try {
  if (argc != 5 && argc != 6) {
    std::cerr << "usage: cpp_minimal events.csv USER_COLUMN ITEM_COLUMN TIME_COLUMN "
                 "[MODEL.limn]\n";
    return 2;
  }
  const limn::data::Table events = limn::io::read_csv(argv[1]);
  const limn::data::EventLog log =
      limn::data::make_event_log(events, {.user = argv[2], .item = argv[3], .time = argv[4]});
  limn::Profiler profiler;
  profiler.fit(log);
  if (argc == 6) profiler.save(argv[5]);
  std::cout << profiler.profile(profiler.users().front()).to_json(2) << '\n';
  return 0;
} catch (const limn::Error& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
