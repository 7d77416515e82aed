// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/agglomerative.hpp>
#include <limn/cluster/detail/genie.hpp>
#include <limn/cluster/detail/merges.hpp>
#include <limn/cluster/detail/nearest_row.hpp>
#include <limn/cluster/detail/pair_chain.hpp>
#include <limn/cluster/detail/ward_chain.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Errors: LimitError where a matrix of all distances would not fit.
inline void require_pairs(Index n, std::string_view component) {
  if (n <= PairChain::most_rows) return;
  throw LimitError(ErrorCode::limit_size,
                   {.component = std::string(component),
                    .place = "rows",
                    .got = std::to_string(n),
                    .expected = "at most " + std::to_string(PairChain::most_rows) +
                                " for linkage average and complete",
                    .fix = "take linkage ward or genie, or fit on a sample and predict the rest"});
}

/// The edges of the hierarchy in the order of its merges.
inline std::vector<Edge> merge_order(const Matrix& x, const Agglomerative::Params& params,
                                     const Monitor& monitor) {
  const std::string& linkage = params.linkage;
  if (linkage == "ward") {
    require_distances(x, Agglomerative::name);
    return WardChain(x).run(monitor);
  }
  if (linkage == "single" || linkage == "genie") {
    SpanningTree tree = spanning_tree(x, 0, Agglomerative::name, monitor.part(0.0, 0.9));
    if (linkage == "single") return std::move(tree.edges);
    return genie_order(x.rows(), tree.edges, params.gini_threshold);
  }
  require_distances(x, Agglomerative::name);
  require_pairs(x.rows(), Agglomerative::name);
  return PairChain(x, linkage == "average").run(monitor);
}

inline Matrix means_of(const Matrix& x, const Labels& labels, Index k) {
  Matrix out = Matrix::Zero(k, x.cols());
  Vector counts = Vector::Zero(k);
  const Vector origin = x.row(0);  // sums stay small wherever the table lies
  for (Index row = 0; row < x.rows(); ++row) {
    out.row(labels(row)) += x.row(row) - origin.transpose();
    counts(labels(row)) += 1.0;
  }
  for (Index g = 0; g < k; ++g) out.row(g) = out.row(g) / counts(g) + origin.transpose();
  return out;
}

}  // namespace detail

LIMN_INLINE Agglomerative& Agglomerative::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  if (x.rows() < params_.n_clusters)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(name),
                     .place = "rows",
                     .got = std::to_string(x.rows()),
                     .expected = "at least n_clusters = " + std::to_string(params_.n_clusters),
                     .fix = "lower n_clusters or pass more rows"});
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  Matrix rows = x;
  detail::Merges merges{CodeMatrix(0, 2), Vector(0)};
  if (rows.rows() > 1)
    merges = detail::merge_along(rows.rows(), detail::merge_order(rows, params_, monitor));
  Labels labels = detail::cut(merges.children, params_.n_clusters);
  Matrix centers = detail::means_of(rows, labels, params_.n_clusters);
  monitor.report(1.0, "merges");
  labels_ = std::move(labels);
  children_ = std::move(merges.children);
  distances_ = std::move(merges.distances);
  centers_ = std::move(centers);
  rows_ = params_.linkage == "single" || params_.linkage == "genie" ? std::move(rows) : Matrix();
  return *this;
}

LIMN_INLINE Labels Agglomerative::predict(MatrixView x) const {
  core::require_fitted(centers_.rows() > 0, name);
  core::require_width(x.cols(), centers_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const bool by_row = rows_.rows() > 0;
  const std::vector<Index> nearest = detail::nearest_rows(by_row ? rows_ : centers_, x);
  Labels out(x.rows());
  for (Index row = 0; row < x.rows(); ++row) {
    const Index at = nearest[static_cast<std::size_t>(row)];
    out(row) = by_row ? labels_(at) : static_cast<std::int32_t>(at);
  }
  return out;
}

LIMN_INLINE const Labels& Agglomerative::labels() const {
  core::require_fitted(labels_.size() > 0, name);
  return labels_;
}

LIMN_INLINE Labels Agglomerative::labels_for(std::int64_t n_clusters) const {
  core::check_rule(name, "n_clusters", core::Value{n_clusters},
                   core::between(1, static_cast<double>(labels().size())));
  return detail::cut(children_, n_clusters);
}

LIMN_INLINE void Agglomerative::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  const Index n = labels_.size(), k = params_.n_clusters;
  require(children_.cols() == 2 || n == 0, "children");
  require(n == 0 ? children_.rows() == 0 : children_.rows() == n - 1, "children");
  require(distances_.size() == children_.rows() && distances_.allFinite(), "distances");
  require(centers_.rows() == (n == 0 ? 0 : k) && centers_.allFinite(), "centers");
  require(n == 0 || (n >= k && centers_.cols() > 0), "centers");
  require(detail::labels_within(labels_, 0, k), "labels");
  const bool by_row = params_.linkage == "single" || params_.linkage == "genie";
  require(rows_.rows() == (by_row ? n : 0) && rows_.allFinite(), "rows");
  require(rows_.rows() == 0 || rows_.cols() == centers_.cols(), "rows");
  for (Index t = 0; t < children_.rows(); ++t)
    for (Index side = 0; side < 2; ++side)
      require(children_(t, side) >= 0 && children_(t, side) < n + t, "children");
}

}  // namespace limn::inline LIMN_ABI::cluster
