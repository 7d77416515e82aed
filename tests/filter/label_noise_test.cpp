// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/filter/label_noise.hpp>

#include "test.hpp"

using namespace limn;
using Rows = std::vector<std::int64_t>;

namespace {

/// Three classes on a plane; every `each`-th label is another one.
Matrix draw(Vector& y, Vector& truth, Index each) {
  core::Random random(4);
  Matrix x(300, 2);
  truth.resize(300);
  for (Index r = 0; r < 300; ++r) {
    truth(r) = static_cast<double>(r % 3) * 10;
    x.row(r) << random.normal() + 6 * (r % 3 == 1), random.normal() + 6 * (r % 3 == 2);
  }
  y = truth;
  for (Index r = 0; r < 300; r += each) y(r) = std::fmod(truth(r) + 10, 30);
  return x;
}

}  // namespace

TEST_CASE("the confident joint by hand", "[filter]") {
  Matrix p(6, 2);
  p << .9, .1, .8, .2, .2, .8, .1, .9, .3, .7, .4, .6;
  const Vector y = (Vector(6) << 0, 0, 0, 1, 1, 1).finished();
  // Means of the own class: .633 and .733; row 5 counts for none, row 2 for class 1.
  const auto c = filter::LabelNoise({.input = "probabilities"}).fit(p, y);
  CHECK(c.joint() == (Matrix(2, 2) << 2, 1, 0, 3).finished());
  CHECK(c.noise() == std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0});
  CHECK(c.noise_score()(2) == Approx(0.8));
  CHECK(c.corrected()(2) == 1);
  CHECK(c.sample_weights()(2) == Approx(0.2));
  CHECK(c.sample_indices() == Rows{0, 1, 3, 4, 5});
  const auto fixed = filter::LabelNoise({.input = "probabilities", .action = "relabel"}).fit(p, y);
  CHECK(fixed.sample_indices().size() == 6);
  CHECK(fixed.audit()[0].replaced_by == 1);
}

TEST_CASE("flipped labels are found with a model of its own", "[filter]") {
  Vector y, truth;
  const Matrix x = draw(y, truth, 10);
  const auto c = filter::LabelNoise().fit(x, y);
  int found = 0, wrong = 0;
  for (std::size_t r = 0; r < 300; ++r)
    (y(static_cast<Index>(r)) != truth(static_cast<Index>(r)) ? found : wrong) += c.noise()[r];
  CHECK(found >= 27);
  CHECK(wrong <= 5);
  CHECK((c.corrected().array() == truth.array()).count() > 290);
  for (Index i = 0; i < 3; ++i)
    CHECK(c.joint().row(i).sum() == Approx((y.array() == 10.0 * static_cast<double>(i)).count()));
  set_threads(7);
  CHECK(core::to_archive(filter::LabelNoise().fit(x, y)) == core::to_archive(c));
  set_threads(0);
}

TEST_CASE("filters of classes say what is wrong and stay as they were", "[filter]") {
  Vector y, truth;
  const Matrix x = draw(y, truth, 10);
  filter::LabelNoise c;
  CHECK_THROWS_AS(c.sample_indices(), NotFittedError);
  c.fit(x, y);
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(x, Vector::Zero(300)), DataError);
  CHECK_THROWS_AS(c.fit(x, y.head(9)), ShapeError);
  CHECK_THROWS_AS(c.fit(x, Vector::Constant(300, missing)), DataError);
  CHECK_THROWS_AS(c.fit(x.topRows(9), y.head(9)), DataError);  // three rows a class, five folds
  CHECK_THROWS_AS(c.fit(Matrix(0, 2), Vector(0)), DataError);
  CHECK(core::to_archive(c) == before);
  CHECK_THROWS_AS(filter::LabelNoise({.input = "probabilities"}).fit(x, y), ShapeError);
  CHECK_THROWS_AS(
      filter::LabelNoise({.input = "probabilities"}).fit(Matrix::Constant(300, 3, 2), y),
      DataError);
}

TEST_CASE("rows of probabilities sum to 1", "[filter]") {
  Matrix p(6, 2);
  p << .9, .1, .8, .2, .2, .8, .1, .9, .3, .7, .4, .6;
  const Vector y = (Vector(6) << 0, 0, 0, 1, 1, 1).finished();
  const auto fit = [&](const Matrix& given) {
    return filter::LabelNoise({.input = "probabilities"}).fit(given, y);
  };
  Matrix off = p;
  off.row(3) << .9, .9;
  CHECK_THROWS_AS(fit(off), DataError);
  off.row(3) << .1, .9 + 1e-5;
  CHECK_THROWS_AS(fit(off), DataError);
  off.row(3) << .1, .9 + 1e-7;
  CHECK(fit(off).noise() == fit(p).noise());
  Matrix narrow = off.cast<float>().cast<double>();
  narrow(3, 1) = static_cast<double>(.9005f);  // a sum of floats is allowed more
  CHECK(fit(narrow).noise() == fit(p).noise());
  narrow(3, 1) = static_cast<double>(.902f);
  CHECK_THROWS_AS(fit(narrow), DataError);
}
