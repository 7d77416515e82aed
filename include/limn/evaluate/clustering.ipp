// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/clustering.hpp>
#include <limn/evaluate/detail/input.hpp>

namespace limn::inline LIMN_ABI::evaluate {
namespace detail {

/// The rows that have a group, groups numbered 0 ... k-1.
struct Grouped {
  Matrix x;                  ///< (m, d)
  std::vector<Index> row;    ///< where each came from
  std::vector<Index> group;  ///< (m)
  Vector size;               ///< (k)
  Index k() const { return size.size(); }
};

/// Labels as numbers 0 ... k-1 in rising order of the label, and k.
inline std::pair<std::vector<Index>, Index> numbered(const std::vector<std::int32_t>& labels) {
  std::vector<std::int32_t> classes = labels;
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  std::vector<Index> out;
  for (const std::int32_t label : labels)
    out.push_back(std::lower_bound(classes.begin(), classes.end(), label) - classes.begin());
  return {std::move(out), static_cast<Index>(classes.size())};
}

inline Grouped grouped(MatrixView x, LabelsView labels, std::string_view measure) {
  require_pair(x.rows(), labels.size(), measure, "labels");
  core::require_rows(x.rows(), x.cols(), "evaluate." + std::string(measure));
  core::require_finite(x, "evaluate." + std::string(measure), core::Missing::refused);
  Grouped out;
  std::vector<std::int32_t> kept;
  for (Index i = 0; i < x.rows(); ++i)
    if (labels(i) != -1) {
      out.row.push_back(i);
      kept.push_back(labels(i));
    }
  out.x.resize(static_cast<Index>(out.row.size()), x.cols());
  for (std::size_t i = 0; i < out.row.size(); ++i)
    out.x.row(static_cast<Index>(i)) = x.row(out.row[i]);
  auto [group, k] = numbered(kept);
  out.group = std::move(group);
  out.size = Vector::Zero(k);
  for (const Index g : out.group) out.size(g) += 1;
  return out;
}

/// Silhouette of row i of g; `sums` (k) is scratch.
inline double silhouette_of(const Grouped& g, Index i, Vector& sums) {
  const Index d = g.x.cols();
  const double* a = g.x.data() + i * d;
  sums.setZero();
  for (Index j = 0; j < g.x.rows(); ++j) {
    const double* b = g.x.data() + j * d;
    double squared = 0;
    for (Index c = 0; c < d; ++c) squared += (a[c] - b[c]) * (a[c] - b[c]);
    sums(g.group[static_cast<std::size_t>(j)]) += std::sqrt(squared);
  }
  const Index own = g.group[static_cast<std::size_t>(i)];
  if (g.size(own) < 2) return 0.0;
  const double inside = sums(own) / (g.size(own) - 1);
  double nearest = std::numeric_limits<double>::infinity();
  for (Index c = 0; c < g.k(); ++c)
    if (c != own) nearest = std::min(nearest, sums(c) / g.size(c));
  const double widest = std::max(inside, nearest);
  return widest > 0 ? (nearest - inside) / widest : 0.0;
}

/// Silhouettes of the given rows of g, in their order.
inline Vector silhouettes(const Grouped& g, const std::vector<Index>& rows,
                          const Monitor& monitor) {
  Vector out(static_cast<Index>(rows.size()));
  core::parallel_rows(rows.size(), 16, [&](std::size_t begin, std::size_t end) {
    monitor.check();
    Vector sums(g.k());
    for (std::size_t i = begin; i < end; ++i)
      out(static_cast<Index>(i)) = silhouette_of(g, rows[i], sums);
  });
  return out;
}

inline std::vector<Index> all_rows(const Grouped& g) {
  std::vector<Index> out(g.row.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Index>(i);
  return out;
}

inline Matrix centres_of(const Grouped& g) {
  Matrix out = Matrix::Zero(g.k(), g.x.cols());
  for (Index i = 0; i < g.x.rows(); ++i)
    out.row(g.group[static_cast<std::size_t>(i)]) += g.x.row(i);
  for (Index c = 0; c < g.k(); ++c) out.row(c) /= g.size(c);
  return out;
}

/// How often each pair of groups meets: the counts that are not 0, and both margins.
struct Meetings {
  std::vector<double> both;
  std::vector<std::pair<Index, Index>> groups;
  Vector first, second;
  double n = 0;
};

inline Meetings meetings(LabelsView truth, LabelsView predicted, std::string_view measure) {
  require_pair(truth.size(), predicted.size(), measure, "predicted");
  const auto list = [](LabelsView v) {
    std::vector<std::int32_t> out;
    for (Index i = 0; i < v.size(); ++i) out.push_back(v(i));
    return out;
  };
  const auto [a, ka] = numbered(list(truth));
  const auto [b, kb] = numbered(list(predicted));
  std::vector<std::pair<Index, Index>> pairs;
  Meetings out{{}, {}, Vector::Zero(ka), Vector::Zero(kb), static_cast<double>(truth.size())};
  for (std::size_t i = 0; i < a.size(); ++i) {
    pairs.emplace_back(a[i], b[i]);
    out.first(a[i]) += 1;
    out.second(b[i]) += 1;
  }
  std::sort(pairs.begin(), pairs.end());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i] != pairs[i - 1]) {
      out.groups.push_back(pairs[i]);
      out.both.push_back(0);
    }
    out.both.back() += 1;
  }
  return out;
}

inline double entropy(const Vector& counts, double n) {
  double out = 0;
  for (Index i = 0; i < counts.size(); ++i) out -= counts(i) / n * std::log(counts(i) / n);
  return out;
}

}  // namespace detail

LIMN_INLINE Vector silhouette_per_row(MatrixView x, LabelsView labels, const Monitor& monitor) {
  const detail::Grouped g = detail::grouped(x, labels, "silhouette");
  Vector out = Vector::Constant(x.rows(), missing);
  if (g.k() < 2) return out;
  const Vector found = detail::silhouettes(g, detail::all_rows(g), monitor);
  for (Index i = 0; i < found.size(); ++i) out(g.row[static_cast<std::size_t>(i)]) = found(i);
  return out;
}

LIMN_INLINE double silhouette(MatrixView x, LabelsView labels, const Monitor& monitor) {
  const detail::Grouped g = detail::grouped(x, labels, "silhouette");
  return g.k() < 2 ? missing : detail::silhouettes(g, detail::all_rows(g), monitor).mean();
}

LIMN_INLINE double silhouette_sampled(MatrixView x, LabelsView labels, std::int64_t n_sample,
                                      std::uint64_t random_state, const Monitor& monitor) {
  detail::require_option(static_cast<double>(n_sample), 1, std::numeric_limits<double>::infinity(),
                         "silhouette_sampled", "n_sample");
  const detail::Grouped g = detail::grouped(x, labels, "silhouette_sampled");
  if (g.k() < 2) return missing;
  std::vector<Index> rows = detail::all_rows(g);
  const std::size_t wanted = std::min(rows.size(), static_cast<std::size_t>(n_sample));
  core::Random random(random_state);
  for (std::size_t i = 0; i < wanted; ++i)
    std::swap(rows[i], rows[i + random.below(rows.size() - i)]);
  rows.resize(wanted);
  return detail::silhouettes(g, rows, monitor).mean();
}

LIMN_INLINE double calinski_harabasz(MatrixView x, LabelsView labels) {
  const detail::Grouped g = detail::grouped(x, labels, "calinski_harabasz");
  if (g.k() < 2 || g.k() >= g.x.rows()) return missing;
  const Matrix centres = detail::centres_of(g);
  const Eigen::RowVectorXd middle = g.x.colwise().mean();
  double between = 0, within = 0;
  for (Index c = 0; c < g.k(); ++c) between += g.size(c) * (centres.row(c) - middle).squaredNorm();
  for (Index i = 0; i < g.x.rows(); ++i)
    within += (g.x.row(i) - centres.row(g.group[static_cast<std::size_t>(i)])).squaredNorm();
  if (within == 0) return 1.0;
  const auto n = static_cast<double>(g.x.rows()), k = static_cast<double>(g.k());
  return between * (n - k) / (within * (k - 1));
}

LIMN_INLINE double davies_bouldin(MatrixView x, LabelsView labels) {
  const detail::Grouped g = detail::grouped(x, labels, "davies_bouldin");
  if (g.k() < 2) return missing;
  const Matrix centres = detail::centres_of(g);
  Vector spread = Vector::Zero(g.k());
  for (Index i = 0; i < g.x.rows(); ++i) {
    const Index c = g.group[static_cast<std::size_t>(i)];
    spread(c) += (g.x.row(i) - centres.row(c)).norm() / g.size(c);
  }
  double sum = 0;
  for (Index a = 0; a < g.k(); ++a) {
    double worst = 0;
    for (Index b = 0; b < g.k(); ++b)
      if (const double apart = (centres.row(a) - centres.row(b)).norm(); apart > 0)
        worst = std::max(worst, (spread(a) + spread(b)) / apart);
    sum += worst;
  }
  return sum / static_cast<double>(g.k());
}

LIMN_INLINE double adjusted_rand(LabelsView truth, LabelsView predicted) {
  const detail::Meetings m = detail::meetings(truth, predicted, "adjusted_rand");
  const auto pairs = [](double n) { return n * (n - 1) / 2; };
  double both = 0, first = 0, second = 0;
  for (const double n : m.both) both += pairs(n);
  for (Index i = 0; i < m.first.size(); ++i) first += pairs(m.first(i));
  for (Index i = 0; i < m.second.size(); ++i) second += pairs(m.second(i));
  if (both == first && both == second) return 1.0;  // the same grouping, n = 1 included
  const double chance = first * second / pairs(m.n);
  return (both - chance) / ((first + second) / 2 - chance);
}

LIMN_INLINE double normalized_mutual_information(LabelsView truth, LabelsView predicted) {
  const detail::Meetings m = detail::meetings(truth, predicted, "normalized_mutual_information");
  if (m.first.size() == 1 && m.second.size() == 1) return 1.0;
  double shared = 0;
  for (std::size_t i = 0; i < m.both.size(); ++i)
    shared +=
        m.both[i] / m.n *
        std::log(m.both[i] * m.n / (m.first(m.groups[i].first) * m.second(m.groups[i].second)));
  const double mean = (detail::entropy(m.first, m.n) + detail::entropy(m.second, m.n)) / 2;
  return std::clamp(shared / mean, 0.0, 1.0);
}

}  // namespace limn::inline LIMN_ABI::evaluate
