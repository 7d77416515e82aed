// SPDX-License-Identifier: MIT
#include <limn/coldstart/ladder_weights.hpp>

#include "test.hpp"

using namespace limn;
using coldstart::LadderCase;

namespace {

/// Rung 0 prefers candidate 0, rung 1 candidate 2; the user took candidate 2.
std::vector<LadderCase> cases() {
  LadderCase one;
  one.scores.resize(2, 3);
  one.scores << 0.6F, 0.3F, 0.1F, 0.0F, 0.2F, 0.8F;
  one.available = {1, 1};
  one.taken = {0, 0, 1};
  one.n_taken = 1;
  return std::vector<LadderCase>(4, one);
}

}  // namespace

TEST_CASE("steps of the ladder", "[coldstart]") {
  std::vector<std::size_t> steps;
  for (const int n : {0, 1, 2, 3, 4, 7, 8, 15, 16, 63, 64, 1000})
    steps.push_back(coldstart::ladder_step(n));
  CHECK(steps == std::vector<std::size_t>{0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7});
}

TEST_CASE("shares sum to one and know no evidence below zero", "[coldstart]") {
  std::vector<float> scores{3, -1, 1};
  CHECK(coldstart::to_shares(scores));
  CHECK(scores == std::vector<float>{0.75F, 0, 0.25F});
  std::vector<float> none{0, -5};
  CHECK_FALSE(coldstart::to_shares(none));
}

TEST_CASE("NDCG of weighted rungs", "[coldstart]") {  // ranks 3 and 1: 1/log2(4) and 1
  const auto all = cases();
  CHECK(coldstart::mean_ndcg(all, Vector::Unit(2, 0), 3) == Approx(0.5));
  CHECK(coldstart::mean_ndcg(all, Vector::Unit(2, 1), 3) == Approx(1.0));
  CHECK(coldstart::mean_ndcg(all, Vector::Zero(2), 3) == Approx(0.5));  // rung 0 answers
  CHECK(coldstart::mean_ndcg(all, Vector::Unit(2, 0), 1) == 0.0);
}

TEST_CASE("the search finds the rung that foresees", "[coldstart]") {
  const auto all = cases();
  const Vector weights = coldstart::search_weights(all, 1, Monitor());
  CHECK(weights.sum() == Approx(1.0));
  CHECK(coldstart::mean_ndcg(all, weights, 1) == Approx(1.0));
}

TEST_CASE("plain weights stay unless others do better on the other half", "[coldstart]") {
  const auto all = cases();
  CHECK(coldstart::best_rung(all, 1) == Vector(Vector::Unit(2, 1)));
  // the plain rung is right already: nothing to gain
  CHECK(coldstart::search_beyond(all, Vector::Unit(2, 1), 1, Monitor()) ==
        Vector(Vector::Unit(2, 1)));
  const Vector found = coldstart::search_beyond(all, Vector::Unit(2, 0), 1, Monitor());
  CHECK(coldstart::mean_ndcg(all, found, 1) == Approx(1.0));
}

TEST_CASE("steps are drawn to their neighbours, never to what is not there", "[coldstart]") {
  Matrix weights(2, 2), allowed(2, 2);
  weights << 1, 0, 0, 1;
  allowed << 1, 0, 1, 1;
  const Matrix out = coldstart::smooth_weights(weights, allowed, 0.2);
  CHECK(out(0, 0) == 1.0);
  CHECK(out(0, 1) == 0.0);
  CHECK(out(1, 0) == Approx(0.2));
  CHECK(out(1, 1) == Approx(0.8));
}
