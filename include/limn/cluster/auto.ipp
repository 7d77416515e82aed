// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/agglomerative.hpp>
#include <limn/cluster/auto.hpp>
#include <limn/cluster/detail/partition_score.ipp>
#include <limn/cluster/gaussian_mixture.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/core/check.hpp>
#include <limn/evaluate/clustering.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// A partition that was tried; less is better.
struct Tried {
  core::AnyClusterer clusterer;
  Labels labels;
  std::int64_t k = 0;
  double score = std::numeric_limits<double>::infinity();
};

/// Tries clusterers on one table.
class Trials {
 public:
  Trials(MatrixView x, std::uint64_t seed, const Monitor& monitor)
      : x_(x), seed_(seed), shapes_(x.cols() <= 3) {
    if (shapes_) links_.emplace(x, 10, monitor);
  }

  Tried best(std::int64_t k, const Monitor& monitor) const {
    Tried out;
    meet(out, KMeans({.n_clusters = k, .n_init = 3, .random_state = seed_}), k,
         monitor.part(0.0, 0.2));
    meet(out, GaussianMixture({.n_components = k, .n_init = 3, .random_state = seed_}), k,
         monitor.part(0.2, 0.5));
    if (x_.rows() <= 20'000)
      meet(out, Agglomerative({.n_clusters = k, .linkage = "ward"}), k, monitor.part(0.5, 0.7));
    if (x_.rows() > 200'000) return out;
    double from = 0.7;
    for (const double gini : {0.1, 0.3, 0.5}) {
      meet(out, Agglomerative({.n_clusters = k, .linkage = "genie", .gini_threshold = gini}), k,
           monitor.part(from, from + 0.1));
      from += 0.1;
    }
    return out;
  }

  /// Which number of groups: less is better.
  double number_score(const Tried& tried) const {
    if (shapes_) return -evaluate::silhouette_sampled(x_, tried.labels, 1000, seed_);
    return GaussianMixture({.n_components = tried.k, .random_state = seed_}).fit(x_).bic(x_);
  }

 private:
  template <class C>
  void meet(Tried& out, C clusterer, std::int64_t k, const Monitor& monitor) const {
    clusterer.fit(x_, monitor);
    const Labels& labels = clusterer.labels();
    const double score =
        shapes_ ? links_->mean_cut(labels, k) : -classification_likelihood(x_, labels, k);
    if (!(score < out.score)) return;
    out.labels = labels;
    out.clusterer = std::move(clusterer);
    out.k = k;
    out.score = score;
  }

  MatrixView x_;
  std::uint64_t seed_;
  bool shapes_;
  std::optional<NearLinks> links_;
};

/// So that a saved one is known by its name.
inline void enroll_tried() {
  static const bool once = [] {
    core::AnyClusterer::enroll<KMeans>();
    core::AnyClusterer::enroll<GaussianMixture>();
    core::AnyClusterer::enroll<Agglomerative>();
    return true;
  }();
  (void)once;
}

}  // namespace detail

LIMN_INLINE Auto::Auto() : Auto(Params{}) {}
LIMN_INLINE Auto::Auto(Params params) : params_(core::checked<Auto>(params)) {
  detail::enroll_tried();
}

LIMN_INLINE Auto& Auto::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  const detail::Trials trials(x, params_.random_state, monitor);
  detail::Tried best;
  if (params_.n_clusters || x.rows() < 4) {
    best = trials.best(params_.n_clusters.value_or(1), monitor);
  } else {
    const std::int64_t most = std::min<std::int64_t>(params_.max_clusters, x.rows() / 2);
    double least = std::numeric_limits<double>::infinity();
    for (std::int64_t k = 2; k <= most; ++k) {
      const double share = 1.0 / static_cast<double>(most - 1);
      const double from = share * static_cast<double>(k - 2);
      detail::Tried tried = trials.best(k, monitor.part(from, from + share));
      const double score = trials.number_score(tried);
      if (k == 2 || score < least) least = score, best = std::move(tried);
    }
  }
  Matrix centers = Matrix::Zero(best.k, x.cols());
  Vector sizes = Vector::Zero(best.k);
  for (Index r = 0; r < x.rows(); ++r)
    centers.row(best.labels(r)) += x.row(r), ++sizes(best.labels(r));
  for (Index j = 0; j < best.k; ++j) centers.row(j) /= std::max(1.0, sizes(j));
  monitor.report(1.0, "clusterers");
  kept_ = std::move(best.clusterer);
  labels_ = std::move(best.labels);
  n_clusters_ = best.k;
  centers_ = std::move(centers);
  return *this;
}

LIMN_INLINE Labels Auto::predict(MatrixView x) const {
  core::require_fitted(n_clusters_ > 0, name);
  core::require_width(x.cols(), centers_.cols(), name);
  return kept_->predict(x);
}

LIMN_INLINE std::string Auto::chosen() const {
  core::require_fitted(n_clusters_ > 0, name);
  return kept_->name();
}

LIMN_INLINE const Labels& Auto::labels() const {
  core::require_fitted(labels_.size() > 0, name);
  return labels_;
}

LIMN_INLINE void Auto::check_state() const {
  core::require_state(bool(kept_) == (n_clusters_ > 0) && n_clusters_ >= 0, name, "kept");
  core::require_state(!kept_ || kept_->n_clusters() == n_clusters_, name, "n_clusters");
  core::require_state(centers_.rows() == n_clusters_ && centers_.allFinite(), name, "centers");
}

}  // namespace limn::inline LIMN_ABI::cluster
