// SPDX-License-Identifier: MIT
#include <limn/outlier/nearest.hpp>

#include "test.hpp"

using namespace limn;
using outlier::Nearest;

namespace {
Matrix line(std::initializer_list<double> at) {
  Matrix x(static_cast<Index>(at.size()), 1);
  Index r = 0;
  for (const double v : at) x(r++, 0) = v;
  return x;
}
}  // namespace

TEST_CASE("Nearest: distances on a line, hand calculation") {
  const Matrix x = line({0.0, 1.0, 3.0, 10.0});
  const auto score = [&](const char* method, double at) {
    return Nearest({.n_neighbors = 2, .method = method}).fit(x).anomaly_score(line({at}))(0);
  };
  CHECK(score("largest", 10.0) == 9.0);  // a row of fit is not its own neighbour
  CHECK(score("mean", 10.0) == 8.0);
  CHECK(score("median", 0.0) == 2.0);
  CHECK(score("largest", 2.0) == 1.0);                            // a new row has all four
  CHECK(Nearest().fit(x).anomaly_score(line({0.0}))(0) == 10.0);  // fewer others than asked for
  CHECK(Nearest().fit(line({5.0})).anomaly_score(line({7.0}))(0) == 2.0);
}
