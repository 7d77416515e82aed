// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <numeric>

#include <limn/core/random.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/filter/detail/classes.hpp>
#include <limn/filter/label_noise.hpp>
#include <limn/learn/logistic_regression.hpp>

namespace limn::inline LIMN_ABI::filter {
namespace detail {

/// Fold of each row; every class is spread evenly over the folds.
inline std::vector<std::int64_t> class_folds(const Classes& y, std::int64_t k, std::uint64_t seed) {
  std::vector<std::size_t> order(y.codes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  core::Random(seed, 0x1abe1).shuffle(order);
  std::vector<std::int64_t> next(y.size(), 0), out(order.size());
  for (const std::size_t r : order) out[r] = next[static_cast<std::size_t>(y.codes[r])]++ % k;
  return out;
}

/// Probabilities of each row (n, n_classes) from logistic regression on the other folds, columns on
/// one scale.
inline Matrix out_of_fold(MatrixView x, const Classes& y, const LabelNoise::Params& params,
                          const Monitor& monitor) {
  const data::Moments m = data::moments(x);
  Matrix scaled = x.rowwise() - m.mean.transpose();
  for (Index c = 0; c < x.cols(); ++c)
    if (const double sigma = m.deviation(c); sigma > 0.0) scaled.col(c) /= sigma;
  const auto folds = class_folds(y, params.cv, params.random_state);
  Matrix out(x.rows(), static_cast<Index>(y.size()));
  for (std::int64_t f = 0; f < params.cv; ++f) {
    std::vector<Index> in, held;
    for (std::size_t r = 0; r < folds.size(); ++r)
      (folds[r] == f ? held : in).push_back(static_cast<Index>(r));
    Vector labels(std::ssize(in));
    for (Index i = 0; i < labels.size(); ++i)
      labels(i) = y.codes[static_cast<std::size_t>(in[static_cast<std::size_t>(i)])];
    learn::LogisticRegression model;
    model.fit(Matrix(scaled(in, Eigen::all)), labels,
              monitor.part(static_cast<double>(f) / static_cast<double>(params.cv),
                           static_cast<double>(f + 1) / static_cast<double>(params.cv)));
    const Matrix found = model.predict_proba(Matrix(scaled(held, Eigen::all)));
    for (std::size_t i = 0; i < held.size(); ++i)
      out.row(held[i]) = found.row(static_cast<Index>(i));
  }
  return out;
}

/// How far the sum of a row may be off 1: rounding, which is greater where all cells came as
/// floats.
inline double sum_slack(MatrixView p) {
  for (Index r = 0; r < p.rows(); ++r)
    for (Index c = 0; c < p.cols(); ++c)
      if (static_cast<double>(static_cast<float>(p(r, c))) != p(r, c)) return 1e-6;
  return 1e-3;
}

inline void require_probabilities(MatrixView p, const Classes& y, std::string_view component) {
  core::require_width(p.cols(), static_cast<Index>(y.size()), component);
  for (Index r = 0; r < p.rows(); ++r)
    for (Index c = 0; c < p.cols(); ++c)
      if (!(p(r, c) >= 0.0 && p(r, c) <= 1.0 + 1e-9))
        Classes::refuse(component, "row " + std::to_string(r) + ", column " + std::to_string(c),
                        "a number that is no probability", "numbers from 0 to 1",
                        "pass probabilities, or input = columns");
  const double most = sum_slack(p);
  for (Index r = 0; r < p.rows(); ++r)
    if (const double sum = p.row(r).sum(); !(std::abs(sum - 1.0) <= most))
      Classes::refuse(component, "row " + std::to_string(r),
                      "probabilities that sum to " + core::to_text(core::Value{sum}),
                      "probabilities that sum to 1", "divide each row by its sum");
}

/// Rows of label i that count for class j, scaled to the sizes of the labels.
inline Matrix confident_joint(const Matrix& p, const Classes& y) {
  const auto k = static_cast<Index>(y.size());
  Vector bar = Vector::Zero(k);
  for (Index r = 0; r < p.rows(); ++r) {
    const std::int32_t own = y.codes[static_cast<std::size_t>(r)];
    bar(own) += p(r, own) / static_cast<double>(y.counts[static_cast<std::size_t>(own)]);
  }
  Matrix joint = Matrix::Zero(k, k);
  for (Index r = 0; r < p.rows(); ++r) {
    Index best = -1;
    for (Index j = 0; j < k; ++j)
      if (p(r, j) >= bar(j) - 1e-6 && (best < 0 || p(r, j) > p(r, best))) best = j;
    if (best >= 0) joint(y.codes[static_cast<std::size_t>(r)], best) += 1.0;
  }
  for (Index i = 0; i < k; ++i) {
    const double size = static_cast<double>(y.counts[static_cast<std::size_t>(i)]);
    if (joint.row(i).sum() > 0.0)
      joint.row(i) *= size / joint.row(i).sum();
    else
      joint(i, i) = size;
  }
  return joint;
}

inline Index most_probable(const Matrix& p, Index row, Index without = -1) {
  Index best = -1;
  for (Index j = 0; j < p.cols(); ++j)
    if (j != without && (best < 0 || p(row, j) > p(row, best))) best = j;
  return best;
}

/// The rows of the clearest margin of each pair (label, class), as many as the joint says.
inline std::vector<std::uint8_t> noisy_rows(const Matrix& p, const Classes& y,
                                            const Matrix& joint) {
  std::vector<std::uint8_t> out(y.codes.size(), 0);
  for (Index i = 0; i < joint.rows(); ++i) {
    std::vector<Index> rows;
    for (std::size_t r = 0; r < y.codes.size(); ++r)
      if (y.codes[r] == i) rows.push_back(static_cast<Index>(r));
    for (Index j = 0; j < joint.cols(); ++j) {
      const auto n = static_cast<std::size_t>(std::llround(joint(i, j)));
      if (i == j || n == 0) continue;
      std::vector<Index> order = rows;
      std::ranges::stable_sort(
          order, [&](Index a, Index b) { return p(a, j) - p(a, i) > p(b, j) - p(b, i); });
      for (std::size_t at = 0; at < std::min(n, order.size()); ++at)
        if (most_probable(p, order[at]) != i) out[static_cast<std::size_t>(order[at])] = 1;
    }
  }
  return out;
}

}  // namespace detail

LIMN_INLINE LabelNoise& LabelNoise::fit(MatrixView x, VectorView y, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const detail::Classes classes(y, x.rows(), name);
  if (classes.size() < 2)
    detail::Classes::refuse(name, "y", "one class only", "at least two classes",
                            "pass rows of several classes");
  monitor.check();
  const bool given = params_.input == "probabilities";
  if (given) detail::require_probabilities(x, classes, name);
  for (const std::int64_t n : classes.counts)
    if (!given && n < params_.cv)
      detail::Classes::refuse(name, "y", "a class of " + std::to_string(n) + " rows",
                              "at least cv = " + std::to_string(params_.cv) + " rows a class",
                              "lower cv, or join rare classes");
  const Matrix p = given ? Matrix(x) : detail::out_of_fold(x, classes, params_, monitor);
  Matrix joint = detail::confident_joint(p, classes);
  std::vector<std::uint8_t> noise = detail::noisy_rows(p, classes, joint);
  Vector score(x.rows()), corrected = y;
  for (Index r = 0; r < x.rows(); ++r) {
    const Index own = classes.codes[static_cast<std::size_t>(r)];
    const Index rival = detail::most_probable(p, r, own);
    const double both = p(r, own) + p(r, rival);
    score(r) = both > 0.0 ? p(r, rival) / both : 0.5;
    if (noise[static_cast<std::size_t>(r)])
      corrected(r) = classes.values[static_cast<std::size_t>(rival)];
  }
  noise_ = std::move(noise);
  score_ = std::move(score);
  corrected_ = std::move(corrected);
  joint_ = std::move(joint);
  return *this;
}

LIMN_INLINE Vector LabelNoise::sample_weights() const {
  Vector out = Vector::Ones(score_.size());
  for (Index r = 0; r < out.size(); ++r)
    if (noise_[static_cast<std::size_t>(r)]) out(r) = 1.0 - score_(r);
  return out;
}

LIMN_INLINE std::vector<std::int64_t> LabelNoise::sample_indices() const {
  core::require_fitted(!noise_.empty(), name);
  return detail::unmarked(params_.action == "drop" ? noise_
                                                   : std::vector<std::uint8_t>(noise_.size(), 0));
}

LIMN_INLINE Audit LabelNoise::audit() const {
  core::require_fitted(!noise_.empty(), name);
  Audit out = audit_rows(noise_, name, params_.action);
  for (AuditEntry& entry : out) {
    entry.value = score_(entry.row), entry.lower = 0.0, entry.upper = 0.5;
    if (params_.action == "relabel") entry.replaced_by = corrected_(entry.row);
    if (params_.action == "weight") entry.replaced_by = 1.0 - score_(entry.row);
  }
  return out;
}

LIMN_INLINE void LabelNoise::check_state() const {
  const Index n = std::ssize(noise_);
  core::require_state(score_.size() == n && corrected_.size() == n, name, "score");
  core::require_state(score_.allFinite() && corrected_.allFinite() && joint_.allFinite(), name,
                      "score");
}

}  // namespace limn::inline LIMN_ABI::filter
