// SPDX-License-Identifier: MIT
#pragma once

#include <numeric>
#include <utility>

#include <limn/data/column_summary.hpp>
#include <limn/features/k_bins.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

/// Quantile of sorted values: the mean of the two ranks where the share falls between two rows.
inline double averaged_quantile(const std::vector<double>& sorted, double share) {
  const double n = static_cast<double>(sorted.size());
  // A share such as 0.7 of 10 rows must count as rank 7 though 0.7 * 10 is not 7 in binary.
  const double at = share * n, whole = std::round(at);
  const bool on_rank = std::abs(at - whole) <= 1e-12 * n;
  const auto low =
      static_cast<std::size_t>(std::clamp(on_rank ? whole - 1 : std::floor(at), 0.0, n - 1));
  const std::size_t high = std::min(on_rank ? low + 1 : low, sorted.size() - 1);
  if (on_rank && whole <= 0.0) return sorted.front();
  return sorted[low] + 0.5 * (sorted[high] - sorted[low]);
}

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

/// Edges of one column, rising; the values come sorted.
inline std::vector<double> bin_edges_of(const std::vector<double>& sorted,
                                        const KBins::Params& params) {
  if (sorted.empty() || sorted.front() == sorted.back()) {
    const double only = sorted.empty() ? 0.0 : sorted.front();
    return {only, only};
  }
  const std::int64_t k = params.n_bins;
  const double low = sorted.front(), high = sorted.back();
  std::vector<double> out;
  if (params.strategy == "kmeans") {
    const std::vector<double> centres = line_centres(sorted, k);
    out.push_back(low);
    for (std::size_t i = 1; i < centres.size(); ++i)
      out.push_back(centres[i - 1] + 0.5 * (centres[i] - centres[i - 1]));
    out.push_back(high);
  } else {
    for (std::int64_t i = 0; i <= k; ++i) {
      // In percent and back, so that ranks round as numpy's do.
      const double percent = static_cast<double>(i) * (100.0 / static_cast<double>(k));
      const double share = i == k ? 1.0 : percent / 100.0;
      if (params.strategy == "uniform")
        out.push_back(data::between(low, high, share));
      else
        out.push_back(params.quantile_method == "linear" ? data::sorted_quantile(sorted, share)
                                                         : averaged_quantile(sorted, share));
    }
  }
  if (params.strategy == "uniform") return out;
  std::vector<double> wide{out.front()};  // bins too narrow to tell apart join their neighbour
  for (std::size_t i = 1; i < out.size(); ++i)
    if (out[i] - out[i - 1] > 1e-8) wide.push_back(out[i]);
  if (wide.size() < 2) wide.push_back(high);
  return wide;
}

}  // namespace detail

LIMN_INLINE KBins& KBins::fit(MatrixView x, const Monitor& monitor) {
  detail::require_table(x, name);
  std::vector<std::vector<double>> found(static_cast<std::size_t>(x.cols()));
  data::for_each_column(x, [&](Index c, std::vector<double>& values) {
    monitor.check();
    std::ranges::sort(values);
    found[static_cast<std::size_t>(c)] = detail::bin_edges_of(values, params_);
  });
  monitor.check();
  detail::Categories edges;
  for (const std::vector<double>& column : found) {
    edges.values.insert(edges.values.end(), column.begin(), column.end());
    edges.ends.push_back(static_cast<std::int64_t>(edges.values.size()));
  }
  edges_ = std::move(edges);
  return *this;
}

LIMN_INLINE Index KBins::bin(Index c, double value) const {
  const auto first = edges_.values.begin() + edges_.begin(c) + 1;
  const auto last = edges_.values.begin() + edges_.end(c) - 1;
  return std::upper_bound(first, last, value) - first;
}

LIMN_INLINE Matrix KBins::transform(MatrixView x) const {
  detail::require_same(x, edges_.n_columns(), name);
  if (params_.encode == "ordinal")
    return detail::each_cell(x, [&](Index c, double v) { return static_cast<double>(bin(c, v)); });
  const Index d = edges_.n_columns();
  Matrix out = Matrix::Zero(x.rows(), static_cast<Index>(edges_.values.size()) - d);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0, at = 0; c < d; at += n_bins(c++))
      if (!std::isnan(x(r, c))) out(r, at + bin(c, x(r, c))) = 1.0;
  return out;
}

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
