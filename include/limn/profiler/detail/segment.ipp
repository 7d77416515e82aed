// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include <limn/cluster/choose_k.hpp>
#include <limn/cluster/naming.hpp>
#include <limn/evaluate/clustering.hpp>
#include <limn/profiler/detail/html.hpp>
#include <limn/profiler/detail/segment.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// The option that says how many groups, under the name this clusterer has for it; nullptr: none.
inline const std::string* groups_key(const core::Values& params) {
  const auto found = std::ranges::find_if(
      params, [](const auto& p) { return p.first == "n_clusters" || p.first == "n_components"; });
  return found == params.end() ? nullptr : &found->first;
}

/// Is the number of groups ours to say? Not where the configuration gives it to the clusterer, nor
/// where the clusterer has no such option.
inline bool chooses_k(const Config& config) {
  const ComponentSpec& spec = config.segments;
  return !groups_key(spec.params) &&
         groups_key(core::AnyClusterer::from_name(spec.name, spec.params)->params());
}

/// A clusterer of the configuration, with k groups where k > 0.
inline core::AnyClusterer make_clusterer(const Config& config, std::int64_t k) {
  core::Values params = config.segments.params;
  const core::Values all = core::AnyClusterer::from_name(config.segments.name, params)->params();
  if (const std::string* key = groups_key(all); key && k > 0) params.emplace_back(*key, k);
  return core::AnyClusterer::from_name(config.segments.name, params);
}

/// The number of groups with the best silhouette between 3 and 8, fewer when there are few users.
inline std::int64_t best_k(const Config& config, const Matrix& ready, double& silhouette,
                           const Monitor& monitor) {
  const auto most = std::min<std::int64_t>(8, ready.rows() / 2);
  std::int64_t best = std::max<std::int64_t>(1, std::min<std::int64_t>(3, most));
  silhouette = missing;
  for (std::int64_t k = best; k <= most && k > 1; ++k) {
    core::AnyClusterer trial = make_clusterer(config, k);
    trial->fit(ready, monitor);
    const double s =
        evaluate::silhouette_sampled(ready, trial->predict(ready), 500, config.random_state);
    if (std::isnan(silhouette) || s > silhouette) best = k, silhouette = s;
    monitor.report(static_cast<double>(k) / static_cast<double>(most + 1), "segments");
  }
  return best;
}

/// The number of groups by the measure that the configuration names, in (0, n].
inline std::int64_t chosen_k(const Config& config, const Matrix& ready, double& silhouette,
                             const Monitor& monitor) {
  if (config.n_segments > 0) return std::min<std::int64_t>(config.n_segments, ready.rows());
  if (config.n_segments_by == "silhouette") return best_k(config, ready, silhouette, monitor);
  const cluster::KChoice choice =
      cluster::choose_k(ready, {.max_clusters = 8, .random_state = config.random_state}, monitor);
  return config.n_segments_by == "gap" ? choice.by_gap : choice.by_stability;
}

inline Matrix group_means(const Matrix& x, const Labels& labels, Index n_groups) {
  Matrix sums = Matrix::Zero(n_groups, x.cols());
  Vector counts = Vector::Zero(n_groups);
  for (Index r = 0; r < x.rows(); ++r) {
    if (labels(r) < 0) continue;
    sums.row(labels(r)) += x.row(r);
    counts(labels(r)) += 1.0;
  }
  for (Index k = 0; k < n_groups; ++k)
    if (counts(k) > 0) sums.row(k) /= counts(k);
  return sums;
}

/// What cluster::Naming says, as the facade tells it. Every group gets an entry, also an empty one.
inline std::vector<SegmentSummary> describe_segments(const Matrix& raw, const Labels& labels,
                                                     Index n_groups,
                                                     const std::vector<std::string>& names) {
  cluster::Naming naming({.max_lifts = 6});
  const bool some = (labels.array() >= 0).any();  // a clusterer that knows noise may find nothing
  if (some) naming.fit(raw, labels.cast<double>(), names);
  std::vector<SegmentSummary> out(static_cast<std::size_t>(n_groups));
  for (std::size_t k = 0; k < out.size(); ++k) {
    SegmentSummary& s = out[k];
    s.id = static_cast<std::int64_t>(k);
    const cluster::SegmentDescription* said = some ? naming.find(s.id) : nullptr;
    s.name = said ? said->name : "empty segment " + std::to_string(k);
    s.name_zh = said ? said->name_zh : "空分群 " + std::to_string(k);
    if (!said) continue;
    s.rule = said->rule_text();
    s.n_users = said->size;
    s.share = said->share;
    s.coverage = said->coverage;
    s.precision = said->precision;
    for (const cluster::FeatureLift& lift : said->lifts)
      if (std::isfinite(lift.lift)) s.lifts.push_back({lift.feature, lift.lift});
  }
  return out;
}

/// Names and rules that people wrote as options of the clusterer, one a group, stand before those
/// that were found. Rules are tried in their order, so each finds its whole segment and no other.
inline void keep_written(const core::Values& params, std::vector<SegmentSummary>& summaries) {
  for (const auto& [key, value] : params) {
    const auto* texts = std::get_if<std::vector<std::string>>(&value);
    if (!texts || texts->size() != summaries.size()) continue;
    for (std::size_t k = 0; k < summaries.size(); ++k) {
      SegmentSummary& s = summaries[k];
      if (key == "names") s.name = s.name_zh = (*texts)[k];
      if (key == "rules") s.rule = (*texts)[k], s.coverage = s.precision = 1.0;
    }
  }
}

LIMN_INLINE void Segments::fit(const Config& config, const Matrix& ready, const Told& told,
                               const Matrix& filled, const std::vector<std::string>& names,
                               const Monitor& monitor) {
  silhouette = missing;
  const std::int64_t k =
      chooses_k(config) ? chosen_k(config, ready, silhouette, monitor.part(0, 0.8)) : 0;
  clusterer = make_clusterer(config, k);
  if (clusterer->reads_names())
    clusterer->fit_named(told(), monitor.part(0.8, 0.9));
  else
    clusterer->fit(ready, monitor.part(0.8, 0.9));
  const Labels labels = predict(ready, told);
  centers = group_means(ready, labels, clusterer->n_clusters());
  overall = ready.colwise().mean();
  if (std::isnan(silhouette) && clusterer->n_clusters() > 1)
    silhouette = evaluate::silhouette_sampled(ready, labels, 500, config.random_state);
  summaries = describe_segments(filled, labels, clusterer->n_clusters(), names);
  if (clusterer->reads_names()) keep_written(clusterer->params(), summaries);
  monitor.report(1.0, "segments");
}

LIMN_INLINE Matrix Segments::probabilities(const Matrix& ready) const {
  Matrix said = clusterer->predict_proba(ready);
  // Another's clusterer may tell of groups that no row was put into.
  if (said.cols() != centers.rows()) return Matrix(ready.rows(), 0);
  return said;
}

LIMN_INLINE Matrix Segments::membership(const Matrix& ready) const {
  if (clusterer->reads_names()) return Matrix::Ones(ready.rows(), centers.rows());  // it holds
  Matrix out = probabilities(ready);
  if (out.cols() > 0) return out;
  out.resize(ready.rows(), centers.rows());
  for (Index r = 0; r < ready.rows(); ++r) {
    for (Index k = 0; k < centers.rows(); ++k)
      out(r, k) = 1.0 / std::max(1e-12, (ready.row(r) - centers.row(k)).squaredNorm());
    out.row(r) /= out.row(r).sum();
  }
  return out;
}

LIMN_INLINE std::vector<Reason> Segments::reasons(const Matrix& ready, const Matrix& told, Index k,
                                                  const std::vector<std::string>& names) const {
  const Vector from_all = (ready.row(0).transpose() - overall).array().square();
  const Vector from_center = (ready.row(0) - centers.row(k)).array().square();
  const Vector speaks = from_all - from_center;
  const double total = std::max(1e-12, speaks.cwiseMax(0.0).sum());
  std::vector<Index> order(static_cast<std::size_t>(speaks.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    return speaks(a) > speaks(b) || (speaks(a) == speaks(b) && a < b);
  });
  std::vector<Reason> out;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()) && speaks(order[i]) > 0.0;
       ++i) {
    const Index c = order[i];
    const bool above = ready(0, c) > overall(c);
    const std::string& name = names[static_cast<std::size_t>(c)];
    out.push_back({.feature = name,
                   .value = told(0, c),
                   .contribution = speaks(c) / total,
                   .text = name + (above ? " is above" : " is below") +
                           " the average user, as in this segment"});
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
