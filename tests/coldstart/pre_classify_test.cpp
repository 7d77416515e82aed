// SPDX-License-Identifier: MIT
#include <limits>

#include <limn/coldstart/pre_classify.hpp>

#include "test.hpp"

using namespace limn;
using coldstart::PreClassify;

namespace {

/// Segment 4 has plan 1, segment 9 plan 2; the second column is noise with gaps.
Matrix people() {
  Matrix x(40, 2);
  for (Index r = 0; r < 40; ++r)
    x.row(r) << (r % 2 ? 2.0 : 1.0), (r % 5 == 0 ? missing : 0.5 + static_cast<double>(r % 7));
  return x;
}
Vector segments() {
  Vector y(40);
  for (Index r = 0; r < 40; ++r) y[r] = r % 2 ? 9.0 : 4.0;
  return y;
}

}  // namespace

TEST_CASE("attributes that tell are learnt", "[coldstart]") {
  const PreClassify model = PreClassify().fit(people(), segments());
  Matrix asked(3, 2);
  asked << 1, missing, 2, 3.5, missing, missing;
  const Vector said = model.predict(asked);
  CHECK(said[0] == 4.0);
  CHECK(said[1] == 9.0);
  const Matrix chances = model.predict_proba(asked);
  CHECK(chances(0, 0) > 0.8);
  CHECK(chances.row(2).sum() == Approx(1.0));
  CHECK(chances(2, 0) > 0.2);  // nothing known: no sure answer
  CHECK(chances(2, 0) < 0.8);
}

TEST_CASE("users without a segment are not learnt from, one segment is certain", "[coldstart]") {
  Vector y = Vector::Constant(40, -1.0);
  y[3] = 2.0;
  y[5] = missing;
  const PreClassify model = PreClassify().fit(people(), y);
  CHECK(model.classes().size() == 1);
  CHECK(model.predict(people())[0] == 2.0);
  CHECK(model.predict_proba(people())(0, 0) == 1.0);
}

TEST_CASE("PreClassify refuses what it cannot use", "[coldstart]") {
  CHECK_THROWS_AS(PreClassify().fit(people(), Vector::Constant(40, -1.0)), DataError);
  CHECK_THROWS_AS(PreClassify().fit(people(), Vector::Zero(3)), ShapeError);
  CHECK_THROWS_AS(PreClassify().predict(people()), NotFittedError);
  CHECK_THROWS_AS(PreClassify().fit(people(), segments()).predict(Matrix::Zero(1, 5)), ShapeError);
  Matrix bad = people();
  bad(0, 1) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(PreClassify().fit(bad, segments()), DataError);
}
