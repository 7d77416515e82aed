// SPDX-License-Identifier: MIT
#include <limn/outlier/local_outlier_factor.hpp>

#include "test.hpp"

using namespace limn;
using outlier::LocalOutlierFactor;

namespace {
Matrix line(std::initializer_list<double> at) {
  Matrix x(static_cast<Index>(at.size()), 1);
  Index r = 0;
  for (const double v : at) x(r++, 0) = v;
  return x;
}
}  // namespace

TEST_CASE("LocalOutlierFactor: scikit-learn's values") {
  // sklearn.neighbors.LocalOutlierFactor(2).fit([[-1.1], [0.2], [101.1], [0.3]])
  const LocalOutlierFactor lof =
      LocalOutlierFactor({.n_neighbors = 2}).fit(line({-1.1, 0.2, 101.1, 0.3}));
  const Vector factor = -lof.negative_outlier_factor();
  CHECK(factor(0) == Approx(0.98214286).epsilon(1e-8));
  CHECK(factor(1) == Approx(1.03703704).epsilon(1e-8));
  CHECK(factor(2) == Approx(73.36970899).epsilon(1e-8));
  CHECK(factor(3) == Approx(0.98214286).epsilon(1e-8));
  CHECK((lof.anomaly_score(line({-1.1, 0.2, 101.1, 0.3})) - factor).norm() < 1e-12);
  CHECK(lof.predict(line({0.25, 50.0})) == (Labels(2) << 1, -1).finished());
}

TEST_CASE("LocalOutlierFactor: equal rows are as dense as each other") {
  const Vector factor = LocalOutlierFactor()
                            .fit(Matrix::Constant(30, 2, 3.0))
                            .anomaly_score(Matrix::Constant(2, 2, 3.0));
  CHECK(factor == Vector::Ones(2));
  CHECK(LocalOutlierFactor().fit(line({5.0})).anomaly_score(line({9.0}))(0) == 1.0);
}

TEST_CASE("LocalOutlierFactor: the same factors in any unit") {
  const Matrix x = Matrix::Random(80, 3), far = 2.0 * x;
  const auto factors = [&](double unit) {
    return LocalOutlierFactor({.n_neighbors = 5}).fit(Matrix(unit * x)).anomaly_score(unit * far);
  };
  const Vector plain = factors(1.0);
  CHECK(plain.maxCoeff() > 1.5);
  for (const double unit : {1e-14, 1e-12, 1e12})
    CHECK((factors(unit) - plain).cwiseAbs().maxCoeff() < 1e-4);
}
