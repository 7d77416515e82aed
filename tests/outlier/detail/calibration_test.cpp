// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>
#include <limn/outlier/outlier.hpp>

#include "test.hpp"

using namespace limn;

namespace {

Matrix normals(Index n, Index d, std::uint64_t seed) {
  Matrix x(n, d);
  core::Random random(seed);
  for (Index r = 0; r < n; ++r)
    for (Index c = 0; c < d; ++c) x(r, c) = random.normal();
  return x;
}

/// Mean share of new usual rows that are called strange, and what a stranger is called.
template <class Detector>
void check_detector() {
  typename Detector::Params params;
  params.contamination = 0.1, params.threshold = "conformal";
  if constexpr (requires { params.n_estimators; }) params.n_estimators = 20;
  double strange = 0.0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Detector detector(params);
    detector.fit(normals(200, 3, 100 + seed));
    const Labels labels = detector.predict(normals(200, 3, 500 + seed));
    strange += static_cast<double>((labels.array() == -1).count()) / (8 * 200.0);
    if (seed == 0) {
      CHECK(detector.predict(Matrix::Constant(1, 3, 50.0))(0) == -1);
      CHECK(detector.params().threshold == "conformal");
      CHECK_THROWS_AS(Detector(params).fit(normals(17, 3, 1)), DataError);  // 8 kept back: p >= 1/9
      Matrix bad = normals(200, 3, 1);
      bad(150, 2) = HUGE_VAL;
      CHECK_THROWS_AS(detector.fit(bad), DataError);
    }
  }
  CAPTURE(Detector::name);
  CHECK(strange > 0.01);
  CHECK(strange < 0.16);
}

template <class... Detectors>
void check_all(core::type_list<Detectors...>) {
  (check_detector<Detectors>(), ...);
}

}  // namespace

TEST_CASE("conformal threshold of every detector: a tenth of usual rows, not more") {
  check_all(outlier::components{});
}
