// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <limn/data/column_quantiles.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/detail/column_passes.hpp>
#include <limn/data/detail/row_tiles.hpp>
#include <limn/features/k_bins.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

/// Group i of sorted values is [ends[i - 1], ends[i]): those nearest to centre i.
inline std::vector<std::size_t> nearest_ends(const std::vector<double>& sorted,
                                             const std::vector<double>& centres) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i + 1 < centres.size(); ++i) {
    const double middle = centres[i] + 0.5 * (centres[i + 1] - centres[i]);
    const auto end = std::upper_bound(sorted.begin(), sorted.end(), middle) - sorted.begin();
    ends.push_back(static_cast<std::size_t>(end));
  }
  ends.push_back(sorted.size());
  return ends;
}

/// The value farthest from the centre it is nearest to; the ends of a group are its farthest.
inline double farthest_value(const std::vector<double>& sorted, const std::vector<double>& centres,
                             const std::vector<std::size_t>& ends) {
  double best = -1.0, value = sorted.front();
  for (std::size_t i = 0, from = 0; i < centres.size(); from = ends[i++]) {
    if (ends[i] == from) continue;
    for (const double edge : {sorted[from], sorted[ends[i] - 1]})
      if (const double away = std::abs(edge - centres[i]); away > best) best = away, value = edge;
  }
  return value;
}

/// Centres of k groups of sorted values, from evenly spaced ones, by Lloyd's rounds. A centre that
/// nobody is near to moves to the value worst served; one a round, so that the next sees it there.
inline std::vector<double> line_centres(const std::vector<double>& sorted, std::int64_t k) {
  std::vector<double> sums(sorted.size() + 1, 0.0);
  std::partial_sum(sorted.begin(), sorted.end(), sums.begin() + 1);
  const double low = sorted.front(), width = (sorted.back() - low) / static_cast<double>(k);
  std::vector<double> centres;
  for (std::int64_t i = 0; i < k; ++i)
    centres.push_back(low + width * (static_cast<double>(i) + 0.5));
  for (int round = 0; round < 300; ++round) {
    const std::vector<std::size_t> ends = nearest_ends(sorted, centres);
    std::vector<double> next = centres;
    bool moved = false;
    for (std::size_t i = 0, from = 0; i < centres.size(); from = ends[i++]) {
      if (ends[i] > from)
        next[i] = (sums[ends[i]] - sums[from]) / static_cast<double>(ends[i] - from);
      else if (!std::exchange(moved, true))
        next[i] = farthest_value(sorted, centres, ends);
    }
    std::ranges::sort(next);
    if (next == centres) break;
    centres = std::move(next);
  }
  return centres;
}

/// Edges of bins around the centres of k groups of sorted values that are not all equal.
inline std::vector<double> group_edges(const std::vector<double>& sorted, std::int64_t k) {
  const std::vector<double> centres = line_centres(sorted, k);
  std::vector<double> out{sorted.front()};
  for (std::size_t i = 1; i < centres.size(); ++i)
    out.push_back(centres[i - 1] + 0.5 * (centres[i] - centres[i - 1]));
  out.push_back(sorted.back());
  return out;
}

/// Bins too narrow to tell apart join their neighbour; small units alone make none narrow.
inline std::vector<double> wide_bins(const std::vector<double>& edges) {
  std::vector<double> out{edges.front()};
  const double least = 1e-8 * std::min(1.0, edges.back() - edges.front());
  for (std::size_t i = 1; i < edges.size(); ++i)
    if (edges[i] - edges[i - 1] > least) out.push_back(edges[i]);
  if (out.size() < 2) out.push_back(edges.back());
  return out;
}

/// Shares of values below the edges of k bins of equal rows, in percent and back, so that ranks
/// round as numpy's do.
inline std::vector<double> bin_shares(std::int64_t k) {
  std::vector<double> out;
  for (std::int64_t i = 0; i <= k; ++i) {
    const double percent = static_cast<double>(i) * (100.0 / static_cast<double>(k));
    out.push_back(i == k ? 1.0 : percent / 100.0);
  }
  return out;
}

/// Edges of one column from its quantiles at bin_shares, or at 0 and 1 for bins of equal width.
inline std::vector<double> edges_from(const Eigen::Ref<const Vector>& found,
                                      const KBins::Params& params) {
  const double low = found[0], high = found[found.size() - 1];
  if (std::isnan(low)) return {0.0, 0.0};
  if (low == high) return {low, low};
  std::vector<double> out(found.begin(), found.end());
  if (params.strategy == "quantile") return wide_bins(out);
  out.clear();
  for (const double share : bin_shares(params.n_bins))
    out.push_back(data::between(low, high, share));
  return out;
}

/// Edges (n_edges, d) between the bins of each column as T, so that edge <= value says the same as
/// in double; infinite where a column has fewer.
template <class T>
std::vector<T> inner_edges(const Categories& edges, Index& most) {
  most = 0;
  const Index d = edges.n_columns();
  for (Index c = 0; c < d; ++c) most = std::max(most, edges.end(c) - edges.begin(c) - 2);
  constexpr T beyond = std::numeric_limits<T>::infinity();
  std::vector<T> out(static_cast<std::size_t>(most * d), beyond);
  for (Index c = 0; c < d; ++c)
    for (Index e = 0; e < edges.end(c) - edges.begin(c) - 2; ++e) {
      const double edge = edges.values[static_cast<std::size_t>(edges.begin(c) + 1 + e)];
      auto rounded = static_cast<T>(edge);
      if (static_cast<double>(rounded) < edge) rounded = std::nextafter(rounded, beyond);
      out[static_cast<std::size_t>(e * d + c)] = rounded;
    }
  return out;
}

}  // namespace detail

template <class View>
KBins& KBins::learn(const View& x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  std::vector<std::vector<double>> found(static_cast<std::size_t>(x.cols()));
  if (params_.strategy == "kmeans") {
    core::require_finite(x, name, core::Missing::allowed);
    const Matrix wide = x.template cast<double>();
    data::for_each_column(wide, [&](Index c, std::vector<double>& values) {
      monitor.check();
      std::ranges::sort(values);
      const bool one = values.empty() || values.front() == values.back();
      const double only = values.empty() ? 0.0 : values.front();
      found[static_cast<std::size_t>(c)] =
          one ? std::vector{only, only}
              : detail::wide_bins(detail::group_edges(values, params_.n_bins));
    });
  } else {
    monitor.check();
    bool finite = true;
    const Matrix quantiles = data::column_quantiles(
        x,
        params_.strategy == "uniform" ? std::vector{0.0, 1.0} : detail::bin_shares(params_.n_bins),
        finite, params_.quantile_method == "linear" ? data::linear_rank : data::averaged_rank);
    if (!finite) core::require_finite(x, name, core::Missing::allowed);
    for (Index c = 0; c < x.cols(); ++c)
      found[static_cast<std::size_t>(c)] =
          detail::edges_from(quantiles.row(c).transpose(), params_);
  }
  monitor.check();
  detail::Categories edges;
  for (const std::vector<double>& column : found) {
    edges.values.insert(edges.values.end(), column.begin(), column.end());
    edges.ends.push_back(static_cast<std::int64_t>(edges.values.size()));
  }
  edges_ = std::move(edges);
  return *this;
}

LIMN_INLINE KBins& KBins::fit(MatrixView x, const Monitor& monitor) { return learn(x, monitor); }
LIMN_INLINE KBins& KBins::fit(MatrixFView x, const Monitor& monitor) { return learn(x, monitor); }

LIMN_INLINE Index KBins::bin(Index c, double value) const {
  const auto first = edges_.values.begin() + edges_.begin(c) + 1;
  const auto last = edges_.values.begin() + edges_.end(c) - 1;
  return std::upper_bound(first, last, value) - first;
}

template <class Out, class View>
Out KBins::binned(const View& x) const {
  using T = typename Out::Scalar;
  constexpr Index most_compared = 128;  // with more edges halving is faster than comparing with all
  detail::require_same(x, edges_.n_columns(), name);
  const Index d = edges_.n_columns();
  if (params_.encode == "ordinal") {
    Index n_edges = 0;
    const std::vector<T> inner = detail::inner_edges<T>(edges_, n_edges);
    if (n_edges > most_compared)
      return detail::each_cell<Out>(
          x, [&](Index c, double v) { return static_cast<double>(bin(c, v)); });
    T largest = 0;
    return data::detail::by_tiles<Out>(
        x, largest, [&](std::size_t n, const T* cells, Index stride, T* to) {
          return data::detail::column_passes<T>().bins(n, static_cast<std::size_t>(d), cells,
                                                       stride, static_cast<std::size_t>(n_edges),
                                                       inner.data(), to);
        });
  }
  Out out = Out::Zero(x.rows(), static_cast<Index>(edges_.values.size()) - d);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0, at = 0; c < d; at += n_bins(c++))
      if (const auto v = static_cast<double>(x(r, c)); !std::isnan(v)) out(r, at + bin(c, v)) = 1;
  return out;
}

LIMN_INLINE Matrix KBins::transform(MatrixView x) const { return binned<Matrix>(x); }
LIMN_INLINE MatrixF KBins::transform(MatrixFView x) const { return binned<MatrixF>(x); }

LIMN_INLINE Matrix KBins::inverse_transform(MatrixView x) const {
  const Index d = edges_.n_columns();
  const bool flags = params_.encode == "onehot";
  const Index width = flags ? static_cast<Index>(edges_.values.size()) - d : d;
  detail::require_same(x, width, name);
  Matrix out = Matrix::Constant(x.rows(), d, missing);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0, at = 0; c < d; at += n_bins(c++)) {
      double number = flags ? missing : x(r, c);
      for (Index b = 0; flags && b < n_bins(c); ++b)
        if (std::isnan(number) && x(r, at + b) > 0.0) number = static_cast<double>(b);
      if (!(number >= 0.0 && number < static_cast<double>(n_bins(c)))) continue;
      const double* edge = edges_.values.data() + edges_.begin(c) + static_cast<Index>(number);
      out(r, c) = edge[0] + 0.5 * (edge[1] - edge[0]);
    }
  return out;
}

LIMN_INLINE std::vector<double> KBins::edges(Index c) const {
  core::require_fitted(c >= 0 && c < edges_.n_columns(), name);
  return {edges_.values.begin() + edges_.begin(c), edges_.values.begin() + edges_.end(c)};
}

LIMN_INLINE std::vector<Vector> KBins::bin_edges() const {
  std::vector<Vector> out;
  for (Index c = 0; c < edges_.n_columns(); ++c) {
    const std::vector<double> column = edges(c);
    out.push_back(Eigen::Map<const Vector>(column.data(), static_cast<Index>(column.size())));
  }
  return out;
}

LIMN_INLINE std::vector<std::string> KBins::feature_names(
    const std::vector<std::string>& names) const {
  core::require_fitted(edges_.n_columns() > 0, name);
  core::require_width(static_cast<Index>(names.size()), edges_.n_columns(), name);
  if (params_.encode == "ordinal") return names;
  std::vector<std::string> out;
  for (Index c = 0; c < edges_.n_columns(); ++c)
    for (Index b = 0; b < n_bins(c); ++b)
      out.push_back(names[static_cast<std::size_t>(c)] + "_" + std::to_string(b));
  return out;
}

LIMN_INLINE void KBins::check_state() const {
  edges_.check(name);
  for (Index c = 0; c < edges_.n_columns(); ++c) {
    core::require_state(n_bins(c) >= 1, name, "edges");
    for (std::int64_t i = edges_.begin(c); i < edges_.end(c); ++i) {
      const double edge = edges_.values[static_cast<std::size_t>(i)];
      core::require_state(std::isfinite(edge), name, "edges");
      core::require_state(
          i == edges_.begin(c) || edge >= edges_.values[static_cast<std::size_t>(i - 1)], name,
          "edges");
    }
  }
}

}  // namespace limn::inline LIMN_ABI::features
