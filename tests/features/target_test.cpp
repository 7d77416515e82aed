// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/features/target.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

Matrix table() {
  return (Matrix(8, 2) << 1, 5, 1, 5, 2, missing, 2, 6, 1, 6, 3, missing, 2, 5, 3, 6).finished();
}
Vector answers() { return (Vector(8) << 1, 2, 6, 4, 3, 9, 5, 7).finished(); }

}  // namespace

// Oracle: scikit-learn 1.9.1, TargetEncoder(smooth).fit(x, y).encodings_, target_mean_.
TEST_CASE("encodings are those of the equations", "[features]") {
  const auto fixed = features::Target({.smooth = 2.0}).fit(table(), answers());
  CHECK(fixed.target_mean() == 4.625);
  CHECK(fixed.encodings(0)[0] == Approx((6 + 2 * 4.625) / 5));
  CHECK(fixed.encodings(0)[2] == Approx((16 + 2 * 4.625) / 4));
  CHECK(fixed.transform(table())(2, 1) == Approx((15 + 2 * 4.625) / 4));  // the missing ones
  const auto smart = features::Target().fit(table(), answers());
  const double all = (answers().array() - 4.625).square().mean();  // by hand, equation 6
  const double trust = all * 3 / (all * 3 + (1.0 + 0.0 + 1.0) / 3);
  CHECK(smart.encodings(0)[0] == Approx(trust * 2 + (1 - trust) * 4.625));
  CHECK(features::Target({.smooth = 0.0}).fit(table(), answers()).encodings(0)[1] == 5);
  Matrix row(1, 2);
  row << 77, 5;
  CHECK(smart.transform(row)(0, 0) == 4.625);  // unknown at fit
}

TEST_CASE("a row's own answer is not in its encoding", "[features]") {
  features::Target c({.smooth = 0.0, .cv = 4, .shuffle = false});
  const Matrix out = c.fit_transform(table(), answers());
  CHECK(out(0, 0) == 3);  // fold {0, 1}: category 1 is left with row 4
  CHECK(out(4, 0) == 1.5);
  CHECK(out(2, 0) == 5);  // fold {2, 3}: category 2 is left with row 6
  CHECK(out(5, 0) == 7);
  CHECK(core::to_archive(c) ==
        core::to_archive(features::Target(c.params()).fit(table(), answers())));
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    CHECK(features::Target({.cv = 3}).fit_transform(table(), answers()) ==
          features::Target({.cv = 3}).fit_transform(table(), answers()));
  }
  set_threads(0);
}

TEST_CASE("Target says what is wrong and stays as it was", "[features]") {
  features::Target c;
  CHECK_THROWS_AS(features::Target({.cv = 1}), ParamError);
  CHECK_THROWS_AS(features::Target({.smooth = -1.0}), ParamError);
  CHECK_THROWS_AS(c.transform(table()), NotFittedError);
  c.fit(table(), answers());
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(table(), answers().head(7)), ShapeError);
  CHECK_THROWS_AS(c.fit(table(), Vector::Constant(8, missing)), DataError);
  CHECK_THROWS_AS(c.fit(table(), answers() * 1e300), DataError);
  CHECK_THROWS_AS(c.fit(Matrix(0, 2), Vector(0)), DataError);
  CHECK_THROWS_AS(c.fit_transform(table().topRows(4), answers().head(4)), DataError);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 3)), ShapeError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<features::Target>(before).transform(table()) == c.transform(table()));
  CHECK(c.fit(table(), Vector::Ones(8)).transform(table()) == Matrix::Ones(8, 2));
}
