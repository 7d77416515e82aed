// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/ensemble.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// The forests: each fails on other tables.
inline std::vector<IsolationForest::Params> forest_kinds(std::int64_t trees) {
  const std::int64_t deep = 1 << 12;
  return {
      {.n_estimators = 2 * trees},
      {.n_estimators = 2 * trees, .weigh_by_kurtosis = true},
      {.n_estimators = 2 * trees,
       .max_depth = deep,
       .ndim = 2,
       .prob_pick_pooled_gain = 1.0,
       .scoring = "adj_depth"},
      {.n_estimators = 2 * trees,
       .max_depth = deep,
       .ndim = 2,
       .prob_pick_pooled_gain = 1.0,
       .scoring = "density"},
      {.n_estimators = trees, .max_depth = deep, .ndim = 3, .scoring = "density"},
      {.n_estimators = trees,
       .max_samples = 1024,
       .max_depth = deep,
       .ndim = 3,
       .scoring = "density"},
  };
}

/// Sorted scores, thinned to at most 65,536 of them at even ranks.
inline Vector usual_scores(Vector scores) {
  std::sort(scores.begin(), scores.end());
  const Index most = 65'536;
  if (scores.size() <= most) return scores;
  Vector out(most);
  for (Index i = 0; i < most; ++i) out(i) = scores(i * (scores.size() - 1) / (most - 1));
  return out;
}

/// -log of the share of the usual scores that are at least as high; equal ones count half.
inline double surprise(const double* usual, Index n, double score) {
  const double* end = usual + n;
  const auto below = static_cast<double>(std::lower_bound(usual, end, score) - usual);
  const auto within = static_cast<double>(std::upper_bound(usual, end, score) - usual);
  const double share = (below + within) / 2.0 / static_cast<double>(n);
  return -std::log(std::max(1.0 - share, 0.5 / static_cast<double>(n)));
}

/// Mean correlation of each row of s (members, n) with the others.
inline Vector agreement(Matrix s) {
  const Index m = s.rows();
  for (Index i = 0; i < m; ++i) {
    s.row(i).array() -= s.row(i).mean();
    const double length = s.row(i).norm();
    if (length > 0.0) s.row(i) /= length;
  }
  Vector out = Vector::Zero(m);
  for (Index i = 0; i < m; ++i)
    for (Index j = 0; j < m; ++j)
      if (i != j) out(i) += s.row(i).dot(s.row(j)) / static_cast<double>(m - 1);
  return out;
}

/// What each member is trusted with, their sum being 1. Of those whose agreement is told the
/// `left_out` that agree least get nothing; all others, and the `apart` that follow, count alike.
inline Vector trust(const Vector& agreement, Index left_out, Index apart) {
  Vector sorted = agreement;
  std::sort(sorted.begin(), sorted.end());
  Vector out = Vector::Ones(agreement.size() + apart);
  out.head(agreement.size()) = (agreement.array() >= sorted(left_out)).cast<double>();
  return out / out.sum();
}

}  // namespace detail

/// Scores of all members: (members, n).
LIMN_INLINE Matrix Ensemble::member_scores(MatrixView x) const {
  const Index forests = std::ssize(forests_);
  Matrix out(forests + (distance_ ? 1 : 0), x.rows());
  for (std::size_t m = 0; m < forests_.size(); ++m)
    if (weights_.size() == 0 || weights_(static_cast<Index>(m)) > 0.0)
      out.row(static_cast<Index>(m)) = forests_[m].anomaly_score(x);
  if (distance_) out.row(forests) = distance_.score(x);
  return out;
}

/// The weighed mean of the members' surprises: (n).
LIMN_INLINE Vector Ensemble::surprises(const Matrix& scores) const {
  Vector out = Vector::Zero(scores.cols());
  core::parallel_rows(
      static_cast<std::size_t>(scores.cols()), 1024, [&](std::size_t begin, std::size_t end) {
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
          for (Index m = 0; m < scores.rows(); ++m)
            if (weights_(m) > 0.0)
              out(r) +=
                  weights_(m) * detail::surprise(usual_.row(m).data(), usual_.cols(), scores(m, r));
      });
  return out;
}

LIMN_INLINE Ensemble& Ensemble::fit(const data::FrameView& x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x.matrix(), name, core::Missing::allowed);
  monitor.check();
  if (params_.threshold == "conformal") {
    Params plain = params_;
    for (Index c = 0; c < x.cols(); ++c)
      if (x.is_category(c)) plain.categorical.push_back(static_cast<double>(c));
    auto [half, line] = detail::fit_half<Ensemble>(std::move(plain), x.matrix(), monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  Ensemble out(params_);
  out.n_features_ = x.cols();
  std::vector<IsolationForest::Params> kinds = detail::forest_kinds(params_.n_estimators);
  const double share = 0.7 / static_cast<double>(kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    kinds[i].categorical = params_.categorical;
    kinds[i].random_state = params_.random_state * 64 + i;
    const auto part = static_cast<double>(i);
    out.forests_.emplace_back(kinds[i]).fit(x, monitor.part(share * part, share * (part + 1.0)));
  }
  out.distance_.learn(x, params_.categorical, params_.random_state * 64 + kinds.size(),
                      monitor.part(0.7, 0.8));
  out.learn_trust(x.matrix(), monitor);
  monitor.report(1.0, "members");
  return *this = std::move(out);
}

LIMN_INLINE Ensemble& Ensemble::fit(MatrixView x, const Monitor& monitor) {
  return fit(data::FrameView(x), monitor);
}

LIMN_INLINE void Ensemble::learn_trust(MatrixView x, const Monitor& monitor) {
  const Matrix scores = member_scores(x);
  monitor.report(0.9, "members");
  const Index members = scores.rows(), n = scores.cols();
  usual_.resize(members, std::min<Index>(n, 65'536));
  Matrix surprised(members, n);
  core::parallel_for(static_cast<std::size_t>(members), [&](std::size_t member) {
    const auto m = static_cast<Index>(member);
    usual_.row(m) = detail::usual_scores(scores.row(m).transpose());
    for (Index r = 0; r < n; ++r)
      surprised(m, r) = detail::surprise(usual_.row(m).data(), usual_.cols(), scores(m, r));
  });
  // Forests agree with one another by their nature: that the distance does not tells nothing of it.
  const Index forests = std::ssize(forests_);
  weights_ = detail::trust(detail::agreement(surprised.topRows(forests)), 3, members - forests);
  const double fence = detail::threshold_of(surprises(scores), params_.contamination);
  threshold_ = -std::expm1(-fence);
}

LIMN_INLINE Vector Ensemble::anomaly_score(MatrixView x) const {
  core::require_fitted(n_features_ > 0, name);
  core::require_width(x.cols(), n_features_, name);
  core::require_finite(x, name, core::Missing::allowed);
  return surprises(member_scores(x)).unaryExpr([](double s) { return -std::expm1(-s); });
}

LIMN_INLINE Matrix Ensemble::explain(MatrixView x) const {
  core::require_fitted(n_features_ > 0, name);
  Matrix out = Matrix::Zero(x.rows(), x.cols());
  const double all = weights_.head(std::ssize(forests_)).sum();
  for (std::size_t m = 0; m < forests_.size(); ++m)
    if (const double weight = weights_(static_cast<Index>(m)); weight > 0.0)
      out += weight / all * forests_[m].explain(x);
  return out;
}

LIMN_INLINE void Ensemble::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  require(n_features_ >= 0 && std::isfinite(threshold_), "n_features");
  const Index forests = std::ssize(forests_), members = forests + (distance_ ? 1 : 0);
  require((n_features_ == 0) == (forests == 0), "forests");
  distance_.require(n_features_, name);
  for (const IsolationForest& forest : forests_)
    require(forest.n_trees() > 0 && forest.n_features() == n_features_, "forests");
  require(usual_.rows() == members && (members == 0 || usual_.cols() > 0) && usual_.allFinite(),
          "usual");
  for (Index m = 0; m < members; ++m)
    require(std::is_sorted(usual_.row(m).begin(), usual_.row(m).end()), "usual");
  require(weights_.size() == members && weights_.allFinite() && (weights_.array() >= 0.0).all(),
          "weights");
  require(members == 0 || weights_.head(forests).sum() > 0.0, "weights");
}

}  // namespace limn::inline LIMN_ABI::outlier
