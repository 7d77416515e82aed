// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/condensed_tree.hpp>
#include <limn/cluster/detail/nearest_row.hpp>
#include <limn/cluster/detail/reach.hpp>
#include <limn/cluster/hdbscan.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Number of the cluster that each group is part of, in the order of the groups; -1 = of none.
inline std::vector<std::int32_t> cluster_numbers(const CondensedTree& tree,
                                                 const std::vector<std::uint8_t>& chosen) {
  std::vector<std::int32_t> out(chosen.size(), -1);
  std::int32_t next = 0;
  for (std::size_t g = 0; g < chosen.size(); ++g) {
    if (chosen[g])
      out[g] = next++;
    else if (tree.parent[g] >= 0)
      out[g] = out[static_cast<std::size_t>(tree.parent[g])];
  }
  return out;
}

/// Of each cluster the highest density at which something leaves the chosen group itself.
inline std::vector<double> cluster_peaks(const CondensedTree& tree,
                                         const std::vector<std::uint8_t>& chosen) {
  std::vector<double> out;
  for (std::size_t g = 0; g < chosen.size(); ++g)
    if (chosen[g]) out.push_back(tree.death[g]);
  return out;
}

inline double share_of(double density, double peak) {
  return peak > 0.0 ? std::clamp(density / peak, 0.0, 1.0) : 1.0;
}

/// GLOSH of the rows.
inline Vector outlier_scores_of(const CondensedTree& tree) {
  std::vector<double> peak = tree.death;
  for (std::size_t g = peak.size(); g-- > 1;) {
    double& above = peak[static_cast<std::size_t>(tree.parent[g])];
    above = std::max(above, peak[g]);
  }
  Vector out(std::ssize(tree.inside));
  for (std::size_t row = 0; row < tree.inside.size(); ++row) {
    const double most = peak[static_cast<std::size_t>(tree.inside[row])];
    out(static_cast<Index>(row)) = 1.0 - share_of(tree.leave[row], most);
  }
  return out;
}

/// Density below which rows of a lone cluster of all rows are noise.
inline double lone_limit(const CondensedTree& tree, double least_distance) {
  return least_distance > 0.0 ? std::min(1e300, 1.0 / least_distance) : tree.death[0];
}

}  // namespace detail

LIMN_INLINE Hdbscan& Hdbscan::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  Hdbscan next(params_);
  next.rows_ = x;
  detail::SpanningTree spanning =
      detail::spanning_tree(next.rows_, min_samples() - 1, name, monitor.part(0.0, 0.9));
  const detail::Merges merges = detail::merge_along(x.rows(), spanning.edges);
  const detail::CondensedTree tree = detail::Condenser(merges, params_.min_cluster_size).run();
  monitor.report(0.95, "groups");
  next.unit_ = merges.distances.size() ? merges.distances.maxCoeff() : 0.0;
  const double least = next.unit_ > 0.0 ? params_.cluster_selection_epsilon / next.unit_ : 0.0;
  const std::vector<std::uint8_t> chosen =
      detail::GroupChooser(
          tree, {params_.cluster_selection_method == "leaf", params_.allow_single_cluster, least,
                 params_.max_cluster_size.value_or(0)})
          .run();
  next.label_of_ = detail::cluster_numbers(tree, chosen);
  const std::vector<double> peaks = detail::cluster_peaks(tree, chosen);
  next.n_clusters_ = std::ssize(peaks);
  next.labels_.resize(x.rows());
  next.probabilities_ = Vector::Zero(x.rows());
  for (Index row = 0; row < x.rows(); ++row) {
    const auto at = static_cast<std::size_t>(row);
    std::int32_t label = next.label_of_[static_cast<std::size_t>(tree.inside[at])];
    if (chosen[0] && tree.leave[at] < detail::lone_limit(tree, least)) label = -1;
    next.labels_(row) = label;
    if (label >= 0)
      next.probabilities_(row) =
          detail::share_of(tree.leave[at], peaks[static_cast<std::size_t>(label)]);
  }
  next.outlier_scores_ = detail::outlier_scores_of(tree);
  next.core_ = std::move(spanning.core);
  next.inside_ = Eigen::Map<const Labels>(tree.inside.data(), x.rows());
  next.parent_ = tree.parent;
  next.birth_ = tree.birth;
  next.death_.resize(tree.n_groups(), 0.0);
  for (std::size_t g = 0; g < tree.n_groups(); ++g)
    if (next.label_of_[g] >= 0) next.death_[g] = peaks[static_cast<std::size_t>(next.label_of_[g])];
  if (chosen[0]) next.birth_[0] = detail::lone_limit(tree, least);
  if (params_.noise == "nearest") next.settle_noise(next.rows_, next.labels_);
  monitor.report(1.0, "groups");
  *this = std::move(next);
  return *this;
}

/// Rows without a group take that of the nearest row seen that has one by itself.
LIMN_INLINE void Hdbscan::settle_noise(const Matrix& x, Labels& labels) const {
  std::vector<Index> homeless, settled;
  for (Index row = 0; row < labels.size(); ++row)
    if (labels(row) < 0) homeless.push_back(row);
  for (Index row = 0; row < probabilities_.size(); ++row)
    if (probabilities_(row) > 0.0) settled.push_back(row);
  if (homeless.empty() || settled.empty()) return;
  const auto pick = [](const Matrix& from, const std::vector<Index>& rows) {
    Matrix out(std::ssize(rows), from.cols());
    for (Index i = 0; i < out.rows(); ++i) out.row(i) = from.row(rows[static_cast<std::size_t>(i)]);
    return out;
  };
  const std::vector<Index> nearest = detail::nearest_rows(pick(rows_, settled), pick(x, homeless));
  for (std::size_t i = 0; i < homeless.size(); ++i)
    labels(homeless[i]) = labels_(settled[static_cast<std::size_t>(nearest[i])]);
}

LIMN_INLINE Hdbscan::Placed Hdbscan::place(MatrixView x) const {
  (void)fitted();
  core::require_width(x.cols(), rows_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  Placed out{Labels::Constant(x.rows(), -1), Vector::Zero(x.rows())};
  std::vector<double> squared(static_cast<std::size_t>(core_.size()));
  for (std::size_t row = 0; row < squared.size(); ++row)
    squared[row] = core_(static_cast<Index>(row)) * core_(static_cast<Index>(row));
  const Matrix points = x;
  const std::vector<detail::Reach> reach =
      detail::reach_of(rows_, squared, static_cast<std::size_t>(min_samples() - 1), points);
  for (Index i = 0; i < x.rows(); ++i) {
    const detail::Reach& from = reach[static_cast<std::size_t>(i)];
    if (from.row < 0) continue;  // farther than the greatest double
    const double distance = std::sqrt(from.weight);
    const double density =
        distance > 0.0 && unit_ > 0.0 ? unit_ / distance : std::numeric_limits<double>::max();
    auto group = static_cast<std::size_t>(inside_(from.row));
    // sqrt and division round: a row seen before must not fall out of the group it came with.
    while (parent_[group] >= 0 && birth_[group] > density * (1.0 + 1e-9))
      group = static_cast<std::size_t>(parent_[group]);
    if (label_of_[group] < 0 || (parent_[group] < 0 && birth_[0] > density * (1.0 + 1e-9)))
      continue;
    out.labels(i) = label_of_[group];
    out.strength(i) = detail::share_of(density, death_[group]);
  }
  if (params_.noise == "nearest") settle_noise(points, out.labels);
  return out;
}

LIMN_INLINE Labels Hdbscan::predict(MatrixView x) const { return place(x).labels; }
LIMN_INLINE Vector Hdbscan::strength(MatrixView x) const { return place(x).strength; }

LIMN_INLINE const Hdbscan& Hdbscan::fitted() const {
  core::require_fitted(rows_.rows() > 0, name);
  return *this;
}

LIMN_INLINE void Hdbscan::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  const auto in_unit = [](const Vector& v) {
    return (v.array() >= 0.0).all() && (v.array() <= 1.0).all();
  };
  const Index n = rows_.rows();
  const std::size_t groups = parent_.size();
  require((n == 0) == (groups == 0) && rows_.allFinite() && (n == 0 || rows_.cols() > 0), "rows");
  require(n == 0 || n >= min_samples(), "rows");
  require(n_clusters_ >= 0 && n_clusters_ <= std::ssize(parent_), "n_clusters");
  require(labels_.size() == n && inside_.size() == n && core_.size() == n, "labels");
  require(probabilities_.size() == n && in_unit(probabilities_), "probabilities");
  require(outlier_scores_.size() == n && in_unit(outlier_scores_), "outlier_scores");
  require((core_.array() >= 0.0).all() && core_.allFinite(), "core");
  require(std::isfinite(unit_) && unit_ >= 0.0, "unit");
  require(detail::labels_within(labels_, -1, n_clusters_), "labels");
  require(detail::labels_within(inside_, 0, std::ssize(parent_)), "inside");
  require(birth_.size() == groups && death_.size() == groups && label_of_.size() == groups,
          "birth");
  for (std::size_t g = 0; g < groups; ++g) {
    require(parent_[g] >= -1 && parent_[g] < static_cast<std::int32_t>(g), "parent");
    require((parent_[g] == -1) == (g == 0), "parent");
    require(label_of_[g] >= -1 && label_of_[g] < n_clusters_, "label_of");
    require(std::isfinite(birth_[g]) && birth_[g] >= 0.0, "birth");
    require(std::isfinite(death_[g]) && death_[g] >= 0.0, "death");
  }
}

}  // namespace limn::inline LIMN_ABI::cluster
