// SPDX-License-Identifier: MIT
#include "targets.hpp"

#include <limn/data/make_event_log.hpp>
#include <limn/io/csv.hpp>
#include <limn/io/model_file.hpp>
#include <limn/io/ndjson.hpp>
#include <limn/profiler/profiler.hpp>

namespace limn::fuzz {
namespace {

template <class F>
void refused_or_read(F&& read) {
  try {
    read();
  } catch (const Error&) {
  }
}

/// What a table of strangers goes through next.
void use(const data::Table& table) {
  if (table.n_columns() < 3) return;
  const auto& names = table.names();
  (void)data::make_event_log(table, {.user = names[0], .item = names[1], .time = names[2]});
}

}  // namespace

void read_model_file(std::string_view bytes) {
  refused_or_read([&] {
    const core::Archive archive = io::from_bytes(std::as_bytes(std::span(bytes)));
    (void)io::to_bytes(archive);
  });
  refused_or_read([&] {
    const Profiler profiler = Profiler::from_bytes(bytes);
    (void)profiler.profile("nobody");
  });
}

void read_config(std::string_view bytes) {
  refused_or_read([&] { (void)Profiler(config_from_json(bytes)); });
}

void read_csv(std::string_view bytes) {
  refused_or_read([&] { use(io::parse_csv(bytes)); });
  refused_or_read([&] { use(io::parse_csv(bytes, {.delimiter = ';', .header = false})); });
}

void read_ndjson(std::string_view bytes) {
  refused_or_read([&] { use(io::parse_ndjson(bytes)); });
}

}  // namespace limn::fuzz
