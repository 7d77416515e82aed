// SPDX-License-Identifier: MIT
// Numbers: scikit-learn 1.9.1 (roc_auc_score, average_precision_score, log_loss, brier_score_loss,
// accuracy_score, balanced_accuracy_score, f1_score, confusion_matrix) on the same arrays.
#include <limn/evaluate/classification.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

namespace {

const Vector truth = vec({0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0});
const Vector p = vec({.1, .8, .35, .35, .9, .6, .7, .2, .05, .55, .35, .45});
const Labels classes = labels({0, 1, 2, 2, 1, 0, 3, 3, 1, 2});
const Labels called = labels({0, 2, 2, 1, 1, 0, 3, 0, 1, 4});

}  // namespace

TEST_CASE("two classes as scikit-learn counts them", "[evaluate]") {
  const auto c = evaluate::classification(truth, p);
  CHECK(c.n == 12);
  CHECK(c.n_positive == 6);
  CHECK(c.auroc == Approx(0.833333333333));
  CHECK(c.average_precision == Approx(0.855555555556));
  CHECK(c.log_loss == Approx(0.475614022562));
  CHECK(c.brier == Approx(0.160416666667));
  CHECK(c.accuracy == Approx(0.75));
  CHECK(c.balanced_accuracy == Approx(0.75));
  CHECK(c.f1 == Approx(0.727272727273));
  CHECK(evaluate::auroc(truth, 5.0 * p - Vector::Ones(12)) == c.auroc);  // any rising curve
}

TEST_CASE("many classes as scikit-learn counts them", "[evaluate]") {
  const auto r = evaluate::class_report(classes, called);
  CHECK(r.classes == std::vector<std::int32_t>{0, 1, 2, 3, 4});
  CHECK(r.accuracy == Approx(0.6));
  CHECK(r.balanced_accuracy == Approx(0.625));
  CHECK(r.f1_macro == Approx(0.506666666667));
  CHECK(r.f1_weighted == Approx(0.613333333333));
  CHECK(r.precision.isApprox(vec({2 / 3., 2 / 3., .5, 1, 0})));
  CHECK(r.recall.isApprox(vec({1, 2 / 3., 1 / 3., .5, 0})));
  CHECK(r.support == vec({2, 3, 3, 2, 0}));
  Matrix expected(5, 5);
  expected << 2, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0;
  CHECK(evaluate::confusion(classes, called).counts == expected);
  CHECK(evaluate::accuracy(classes, called) == Approx(0.6));
  CHECK(evaluate::f1(classes, called, 4) == 0.0);
  Matrix probabilities(4, 3);
  probabilities << .7, .2, .1, .1, .3, .6, .25, .5, .25, .2, .2, .6;
  CHECK(evaluate::log_loss(labels({0, 2, 1, 1}), probabilities) == Approx(0.792521415175));
}

TEST_CASE("constant scores are worth a coin, one class is worth nothing", "[evaluate]") {
  CHECK(evaluate::auroc(truth, Vector::Zero(12)) == 0.5);
  CHECK(evaluate::average_precision(truth, Vector::Zero(12)) == 0.5);
  CHECK(std::isnan(evaluate::auroc(vec({1, 1}), vec({.2, .3}))));
  CHECK(std::isnan(evaluate::auroc(vec({0, 0}), vec({.2, .3}))));
  CHECK(std::isnan(evaluate::average_precision(vec({0, 0}), vec({.2, .3}))));
  CHECK(evaluate::log_loss(vec({1}), vec({0})) == Approx(36.0436533891));  // -ln 2.2e-16
}

TEST_CASE("broken arrays are typed errors", "[evaluate]") {
  const double inf = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(evaluate::auroc(Vector(), Vector()), DataError);
  CHECK_THROWS_AS(evaluate::auroc(truth, vec({1, 2})), ShapeError);
  CHECK_THROWS_AS(evaluate::auroc(vec({0, 1}), vec({1, missing})), DataError);
  CHECK_THROWS_AS(evaluate::auroc(vec({0, 1}), vec({1, inf})), DataError);
  CHECK_THROWS_AS(evaluate::auroc(vec({0, 2}), vec({1, 2})), DataError);
  CHECK_THROWS_AS(evaluate::log_loss(vec({0, 1}), vec({.5, 1.5})), DataError);
  CHECK_THROWS_AS(evaluate::brier(vec({0, 1}), vec({.5, -.5})), DataError);
  CHECK_THROWS_AS(evaluate::accuracy(classes, labels({1})), ShapeError);
  CHECK_THROWS_AS(evaluate::class_report(Labels(), Labels()), DataError);
  CHECK_THROWS_AS(evaluate::log_loss(labels({0, 3}), Matrix::Constant(2, 3, .3)), DataError);
  CHECK_THROWS_AS(evaluate::log_loss(labels({0, 1}), Matrix::Zero(2, 3)), DataError);
  CHECK_THROWS_AS(evaluate::confusion(Labels::LinSpaced(5000, 0, 4999), Labels::Zero(5000)),
                  LimitError);
}
