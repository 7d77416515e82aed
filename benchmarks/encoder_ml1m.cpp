// SPDX-License-Identifier: MIT
// Trains encoder.event_encoder on ML-1M, leave-one-out, and prints NDCG@10 and HR@10.
// gunzip -c $LIMN_DATA_DIR/sequences/ml1m_sequences.csv.gz > ml1m.csv
// bench_encoder_ml1m ml1m.csv [option=value ...]     options of the encoder, e.g. epochs=20

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <limn/encoder/encoder.hpp>
#include <limn/kernels/kernels.hpp>

namespace {

using namespace limn;

struct Splits {
  data::EventLog train, context, valid, test;  // context = train and valid
};

/// Columns user, item, position, split, tied_prev; lines are in order. Last event = test, the one
/// before = validation.
Splits read(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::vector<std::vector<std::int64_t>> users;
  std::int64_t last = -1;
  while (std::getline(file, line)) {
    char* rest = nullptr;
    const std::int64_t user = std::strtoll(line.c_str(), &rest, 10);
    const std::int64_t item = std::strtoll(rest + 1, nullptr, 10);
    if (user != last) users.emplace_back();
    last = user;
    users.back().push_back(item);
  }
  data::EventLog::Columns parts[4];
  for (auto& part : parts) part.ordered_only = true;
  for (std::size_t u = 0; u < users.size(); ++u)
    for (std::size_t i = 0; i < users[u].size(); ++i) {
      const std::size_t left = users[u].size() - i;
      const auto put = [&](std::size_t p) {
        parts[p].user.push_back(parts[p].users.insert(static_cast<std::int64_t>(u)));
        parts[p].item.push_back(parts[p].items.insert(users[u][i]));
        parts[p].time_us.push_back(static_cast<std::int64_t>(i));
      };
      if (left > 2) put(0);
      if (left > 1) put(1);
      if (left == 2 && u % 3 == 0) put(2);  // a third of the users is enough to choose a turn
      if (left == 1) put(3);
    }
  return {data::EventLog(std::move(parts[0])), data::EventLog(std::move(parts[1])),
          data::EventLog(std::move(parts[2])), data::EventLog(std::move(parts[3]))};
}

core::Values options(int argc, char** argv) {
  core::Values out;
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const std::size_t cut = word.find('=');
    const std::string key = word.substr(0, cut), text = word.substr(cut + 1);
    if (key == "loss" || key == "init")
      out.emplace_back(key, core::Value{text});
    else if (key == "time_bias" || key == "resumable")
      out.emplace_back(key, core::Value{text == "true"});
    else if (text.find_first_of(".e") != std::string::npos)
      out.emplace_back(key, core::Value{std::stod(text)});
    else
      out.emplace_back(key, core::Value{static_cast<std::int64_t>(std::stoll(text))});
  }
  return out;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) return std::fprintf(stderr, "usage: encoder_ml1m FILE.csv [option=value]\n"), 2;
  const Splits data = read(argv[1]);
  std::printf("train %zu events, %zu users, %zu items, level %s\n", data.train.n_events(),
              data.train.n_users(), data.train.n_items(), kernels::table().level);
  encoder::EventEncoder encoder(core::from_values<encoder::EventEncoder>(options(argc, argv)));
  const auto start = std::chrono::steady_clock::now();
  const Monitor monitor([&](double fraction, std::string_view stage) {
    static double last = -1.0;
    if (fraction < last + 0.005 && !stage.starts_with("turn")) return;
    last = fraction;
    std::fprintf(stderr, "%5.1f %% %7.1f s %.*s\n", 100.0 * fraction, seconds_since(start),
                 static_cast<int>(stage.size()), stage.data());
  });
  encoder.fit(data.train, data.valid, monitor);
  const double fit = seconds_since(start);
  const double cpu = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  for (std::size_t e = 0; e < encoder.history().size(); ++e)
    std::printf("epoch %3zu  loss %.4f  valid NDCG@10 %.4f  HR@10 %.4f\n", e + 1,
                encoder.history()[e].loss, encoder.history()[e].ndcg, encoder.history()[e].hit);
  const auto test = encoder.evaluate(data.context, data.test);
  std::printf("best epoch %lld, test NDCG@10 %.4f  HR@10 %.4f, fit %.1f s, processor %.1f s\n",
              static_cast<long long>(encoder.best_epoch() + 1), test.ndcg, test.hit, fit, cpu);
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
