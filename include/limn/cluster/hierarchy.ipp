// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/agglomerative.hpp>
#include <limn/cluster/hdbscan.hpp>
#include <limn/cluster/hierarchy.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// The rows of each group, by label; rows of none are left out.
inline std::vector<std::vector<Index>> rows_by_group(const Labels& labels, std::int64_t n) {
  std::vector<std::vector<Index>> out(static_cast<std::size_t>(n));
  for (Index row = 0; row < labels.size(); ++row)
    if (labels(row) >= 0) out[static_cast<std::size_t>(labels(row))].push_back(row);
  return out;
}

inline Matrix picked(const MatrixView& x, const std::vector<Index>& rows) {
  Matrix out(std::ssize(rows), x.cols());
  for (Index i = 0; i < out.rows(); ++i) out.row(i) = x.row(rows[static_cast<std::size_t>(i)]);
  return out;
}

inline std::shared_ptr<const std::vector<data::ColumnInfo>> columns_of_frame(
    const data::FrameView& x) {
  auto out = std::make_shared<std::vector<data::ColumnInfo>>();
  for (Index c = 0; c < x.cols(); ++c) out->push_back(x.column(c));
  return out;
}

}  // namespace detail

LIMN_INLINE Hierarchy::Hierarchy(Params params) : params_(core::checked<Hierarchy>(params)) {
  core::AnyClusterer::enroll<KMeans>();  // so that a loaded one finds its parts
  core::AnyClusterer::enroll<Agglomerative>();
  core::AnyClusterer::enroll<Hdbscan>();
}

LIMN_INLINE core::AnyClusterer Hierarchy::fresh(std::int64_t k, Index rows) const {
  if (params_.clusterer == "kmeans")
    return KMeans({.n_clusters = k, .random_state = params_.random_state});
  if (params_.clusterer == "hdbscan")
    return Hdbscan({.min_cluster_size = std::max<std::int64_t>(5, rows / 50), .min_samples = 5});
  return Agglomerative({.n_clusters = k, .linkage = params_.clusterer});
}

LIMN_INLINE Hierarchy& Hierarchy::fit(const data::FrameView& x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x.matrix(), name, core::Missing::refused);
  monitor.check();
  Hierarchy next(params_);
  next.top_ = fresh(params_.n_clusters, x.rows());
  next.top_->fit(x.matrix(), monitor.part(0.0, 0.3));
  next.parents_ = next.top_->predict(x.matrix());
  const auto groups = detail::rows_by_group(next.parents_, next.top_->n_clusters());
  next.labels_ = Labels::Constant(x.rows(), -1);
  for (std::size_t p = 0; p < groups.size(); ++p) {
    const Index n = std::ssize(groups[p]);
    const Monitor part =
        monitor.part(0.3 + 0.4 * static_cast<double>(p) / static_cast<double>(groups.size()),
                     0.3 + 0.4 * static_cast<double>(p + 1) / static_cast<double>(groups.size()));
    core::AnyClusterer children;
    const auto first = static_cast<std::int32_t>(next.parent_of_.size());
    std::int64_t n_children = 1;
    Labels own = Labels::Zero(n);
    if (n >= params_.min_rows && n >= params_.n_children && n >= 5) {
      const Matrix rows = detail::picked(x, groups[p]);
      core::AnyClusterer trial = fresh(params_.n_children, n);
      trial->fit(rows, part);
      if (trial->n_clusters() > 1) {
        own = trial->predict(rows);
        n_children = trial->n_clusters();
        children = std::move(trial);
      }
    }
    for (Index i = 0; i < n; ++i)
      next.labels_(groups[p][static_cast<std::size_t>(i)]) = own(i) < 0 ? -1 : first + own(i);
    next.first_.push_back(first);
    next.below_.push_back(std::move(children));
    next.parent_of_.resize(next.parent_of_.size() + static_cast<std::size_t>(n_children),
                           static_cast<std::int32_t>(p));
  }
  next.explain(x, next.parents_, next.labels_, monitor.part(0.7, 1.0));
  next.fitted_ = 1;
  *this = std::move(next);
  return *this;
}

LIMN_INLINE void Hierarchy::explain(const data::FrameView& x, const Labels& parents,
                                    const Labels& labels, const Monitor& monitor) {
  Naming top;
  std::vector<Naming> below(first_.size());
  const auto columns = detail::columns_of_frame(x);
  if ((parents.array() >= 0).any()) top.fit(x, parents.cast<double>(), monitor.part(0.0, 0.5));
  const auto groups = detail::rows_by_group(parents, std::ssize(first_));
  for (std::size_t p = 0; p < groups.size(); ++p) {
    if (!below_[p] || groups[p].empty()) continue;
    Vector own(std::ssize(groups[p]));
    for (Index i = 0; i < own.size(); ++i) {
      const std::int32_t label = labels(groups[p][static_cast<std::size_t>(i)]);
      own(i) = label < 0 ? -1.0 : label - first_[p];
    }
    if ((own.array() >= 0.0).any())
      below[p].fit(data::FrameView(detail::picked(x, groups[p]), columns), own, Monitor{});
    monitor.report(0.5 + 0.5 * static_cast<double>(p + 1) / static_cast<double>(groups.size()),
                   "words");
  }
  top_words_ = std::move(top);
  below_words_ = std::move(below);
}

LIMN_INLINE Hierarchy& Hierarchy::explain_on(const data::FrameView& units) {
  core::require_length(units.rows(), labels().size(), name, "rows");
  explain(units, parents_, labels_, Monitor{});
  return *this;
}

LIMN_INLINE Labels Hierarchy::predict_parents(MatrixView x) const {
  core::require_fitted(fitted_ != 0, name);
  return top_->predict(x);
}

LIMN_INLINE Labels Hierarchy::predict(MatrixView x) const {
  const Labels parents = predict_parents(x);
  const auto groups = detail::rows_by_group(parents, std::ssize(first_));
  Labels out = Labels::Constant(x.rows(), -1);
  for (std::size_t p = 0; p < groups.size(); ++p) {
    if (groups[p].empty()) continue;
    const Labels own = below_[p] ? below_[p]->predict(detail::picked(x, groups[p]))
                                 : Labels(Labels::Zero(std::ssize(groups[p])));
    for (Index i = 0; i < own.size(); ++i)
      if (own(i) >= 0) out(groups[p][static_cast<std::size_t>(i)]) = first_[p] + own(i);
  }
  return out;
}

LIMN_INLINE const Labels& Hierarchy::labels() const {
  core::require_fitted(labels_.size() > 0, name);
  return labels_;
}

LIMN_INLINE const std::vector<SegmentDescription>& Hierarchy::parent_descriptions() const {
  core::require_fitted(fitted_ != 0, name);
  return top_words_.descriptions();
}

LIMN_INLINE std::vector<SegmentDescription> Hierarchy::child_descriptions(
    std::int64_t parent) const {
  core::require_fitted(fitted_ != 0, name);
  core::check_rule(name, "parent", core::Value{parent},
                   core::between(0, static_cast<double>(std::ssize(first_) - 1)));
  const auto at = static_cast<std::size_t>(parent);
  return below_[at] ? below_words_[at].descriptions() : std::vector<SegmentDescription>{};
}

LIMN_INLINE std::vector<std::string> Hierarchy::texts() const {
  core::require_fitted(fitted_ != 0, name);
  std::vector<std::string> out;
  for (std::size_t s = 0; s < parent_of_.size(); ++s) {
    const auto p = static_cast<std::size_t>(parent_of_[s]);
    const SegmentDescription* above = top_words_.find(static_cast<std::int64_t>(p));
    const std::string parent = above ? above->name : "empty segment " + std::to_string(p);
    if (!below_[p]) {
      out.push_back(above ? above->text() : parent);
      continue;
    }
    const auto child = static_cast<std::int64_t>(s) - first_[p];
    const SegmentDescription* own = below_words_[p].find(child);
    out.push_back(parent + " > " + (own ? own->text() : "empty segment " + std::to_string(child)));
  }
  return out;
}

LIMN_INLINE void Hierarchy::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  require(fitted_ <= 1 && (fitted_ != 0) == static_cast<bool>(top_), "fitted");
  const std::size_t n = first_.size();
  require(below_.size() == n && (!fitted_ || below_words_.size() == n), "below");
  require(!top_ || top_->n_clusters() == std::ssize(first_), "top");
  std::int64_t next = 0;
  for (std::size_t p = 0; p < n; ++p) {
    require(first_[p] == next, "first");
    const std::int64_t own = below_[p] ? below_[p]->n_clusters() : 1;
    require(own > 0 && own <= std::ssize(parent_of_) - next, "below");
    for (std::int64_t s = next; s < next + own; ++s)
      require(parent_of_[static_cast<std::size_t>(s)] == static_cast<std::int32_t>(p), "parent_of");
    next += own;
  }
  require(next == std::ssize(parent_of_), "parent_of");
}

}  // namespace limn::inline LIMN_ABI::cluster
