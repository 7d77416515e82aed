// SPDX-License-Identifier: MIT
#include <stop_token>
#include <thread>

#include "profiler/shop.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("concurrent: eight threads ask one profiler and hear what one thread hears") {
  const Profiler& profiler = fitted_shop();
  const auto ask = [&](int i) {
    const std::string user = "user" + std::to_string(i % 130);  // the last ones are strangers
    std::string heard = profiler.profile(user).to_json();
    for (const Suggestion& s : profiler.recommend(user, 5)) heard += s.item;
    for (const Suggestion& s :
         profiler.recommend({{.item = "item" + std::to_string(i % 20)}}, {}, 5))
      heard += s.item;
    return heard;
  };
  constexpr int n_asked = 40;
  std::vector<std::string> alone(n_asked);
  for (int i = 0; i < n_asked; ++i) alone[static_cast<std::size_t>(i)] = ask(i);
  std::vector<int> wrong(8, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < n_asked; ++i) {
          const int mine = (i * 3 + static_cast<int>(t)) % n_asked;
          wrong[t] += ask(mine) != alone[static_cast<std::size_t>(mine)];
        }
      });
  }
  for (const int n : wrong) CHECK(n == 0);
}
