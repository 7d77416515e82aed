// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/top_k.hpp>
#include <limn/recommend/transitions.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Transitions;

namespace {

data::EventLog random_log(std::size_t n_users, std::int32_t n_items) {
  std::vector<std::vector<std::int32_t>> histories(n_users);
  for (std::size_t u = 0; u < n_users; ++u) {
    core::Random random(5, u);
    for (std::size_t e = 0; e < u % 12; ++e)
      histories[u].push_back(
          static_cast<std::int32_t>(random.bits() % static_cast<std::uint32_t>(n_items)));
  }
  return make_log(histories, n_items);
}

}  // namespace

TEST_CASE("many users are answered as each alone, to the bit", "[recommend]") {
  for (const std::int32_t n_items : {5, 70, 150, 4000}) {  // dense ... sparse graphs
    const data::EventLog log = random_log(600, n_items);
    for (const double half_life : {0.5, 2.0}) {  // the short one leaves rows out
      Transitions::Params params;
      params.half_life = half_life;
      const Transitions model = Transitions(params).fit(log);
      for (const std::int64_t k : {1, 10, 90})
        for (const int n_threads : {1, 7}) {
          const bool exclude = k != 10;
          set_threads(n_threads);
          const Ranked all = model.recommend(log, k, exclude);
          set_threads(0);
          for (std::size_t user = 0; user < log.n_users(); user += 7) {
            const Ranked one = model.recommend_one(log.history(user), k, exclude);
            REQUIRE(all.items.row(static_cast<Index>(user)) == one.items.row(0));
            REQUIRE(all.scores.row(static_cast<Index>(user)) == one.scores.row(0));
          }
        }
    }
  }
}

TEST_CASE("best of what is offered in any order", "[recommend]") {
  recommend::Best best(2);
  for (const std::int32_t item : {4, 1, 3, 2}) best.offer(item == 4 ? 0.5F : 1.0F, item);
  std::vector<std::int32_t> items(3);
  std::vector<float> scores(3);
  best.take(items, scores);
  CHECK(items == std::vector<std::int32_t>{1, 2, -1});
  CHECK_FALSE(best.full());  // it starts anew
}
