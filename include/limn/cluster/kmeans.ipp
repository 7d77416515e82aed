// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/sized_rounds.hpp>
#include <limn/cluster/detail/swap_centers.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Errors: DataError unless there are k rows and all cells are finite; ShapeError or DataError for
/// the weights.
template <class View>
void require_rows_to_cluster(const View& x, const VectorView* weights, std::int64_t k) {
  core::require_rows(x.rows(), x.cols(), KMeans::name);
  if (x.rows() < k)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(KMeans::name),
                     .place = "rows",
                     .got = std::to_string(x.rows()),
                     .expected = "at least n_clusters = " + std::to_string(k),
                     .fix = "lower n_clusters or pass more rows"});
  if (!weights) return;
  core::require_length(weights->size(), x.rows(), KMeans::name, "weights");
  for (Index i = 0; i < weights->size(); ++i)
    if (!((*weights)(i) >= 0.0 && std::isfinite((*weights)(i))))
      throw DataError(ErrorCode::data_value, {.component = std::string(KMeans::name),
                                              .place = "weights, row " + std::to_string(i),
                                              .got = core::to_text(core::Value{(*weights)(i)}),
                                              .expected = "a finite number, at least 0",
                                              .fix = "leave the row out or give it weight 0"});
  if (!(weights->maxCoeff() > 0.0))
    throw DataError(ErrorCode::data_value, {.component = std::string(KMeans::name),
                                            .place = "weights",
                                            .got = "only zeros",
                                            .expected = "a weight above 0",
                                            .fix = "pass no weights to count each row once"});
}

/// The weights side by side, or nothing.
inline std::vector<double> plain_weights(const VectorView* weights) {
  if (!weights) return {};
  std::vector<double> out(static_cast<std::size_t>(weights->size()));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = (*weights)(static_cast<Index>(i));
  return out;
}

/// Errors: DataError naming the first cell that is missing or infinite. `seen_finite`: a sum over
/// all cells came out finite, so there is none.
template <class View>
void require_finite_cells(const View& x, bool seen_finite) {
  if (!seen_finite) core::require_finite(x, KMeans::name, core::Missing::refused);
}

/// Errors: as above, and DataError when squared distances between rows pass the greatest double:
/// then no row is nearest to anything, and a start would have nowhere to go.
template <class View>
void require_squares(const View& x, const ColumnMoments& like) {
  require_finite_cells(x, like.finite);
  require_no_overflow(like.finite ? 0.0 : std::numeric_limits<double>::infinity());
}

template <class View>
using PlainTable =
    Eigen::Matrix<typename View::Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A copy with rows of length 1; a row of zeros stays.
template <class View>
PlainTable<View> unit_rows(const View& x) {
  PlainTable<View> out = x;
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 4096, [&](std::size_t begin, std::size_t end) {
        auto part = out.middleRows(static_cast<Index>(begin), static_cast<Index>(end - begin));
        to_unit(part);
      });
  return out;
}

/// The start after some swaps; of a large table every so many rows are looked at.
template <class View>
Matrix better_start(const WeightedRows<View>& rows, Matrix centers, std::uint64_t seed,
                    std::uint64_t start, const Monitor& monitor) {
  constexpr Index most_rows = 50'000, least_steps = 64;
  const Index k = centers.rows();
  if (k < 2) return centers;
  const Index most = std::max(most_rows, 20 * k);
  if (rows.n() > most) {
    const SampledRows<View> sample(rows, most, seed ^ start);
    return better_start(sample.rows(), std::move(centers), seed, start, monitor);
  }
  return SwapCenters<View>(rows, std::move(centers), seed, start)
      .better(std::max(k, least_steps), monitor);
}

/// Rows that a start looks at, at most.
inline Index start_rows(std::int64_t k) { return std::max<Index>(65'536, 256 * k); }

template <class View>
Matrix first_centers(const WeightedRows<View>& rows, const KMeans::Params& params, double tolerance,
                     std::uint64_t start, const Monitor& monitor) {
  const auto k = static_cast<Index>(params.n_clusters);
  const std::uint64_t seed = params.random_state;
  if (params.init == "random") return random_rows(rows, k, seed, start);
  if (rows.n() > start_rows(k)) {  // a good start of a part, then its own rounds, which cost little
    const SampledRows<View> sample(rows, start_rows(k), seed + start);
    Matrix out = first_centers(sample.rows(), params, tolerance, start, monitor.part(0.0, 0.7));
    return lloyd(sample.rows(), std::move(out),
                 {std::min<std::int64_t>(params.max_iter, 100), tolerance, params.spherical},
                 monitor.part(0.7, 1.0))
        .centers;
  }
  Matrix spread = SpreadRows<View>(rows, k, seed, start).choose(monitor.part(0.0, 0.7));
  return better_start(rows, std::move(spread), seed, start, monitor.part(0.7, 1.0));
}

}  // namespace detail

template <class View>
KMeans& KMeans::fit_view(const View& x, const VectorView* weights, const MatrixView* start,
                         const Monitor& monitor) {
  detail::require_rows_to_cluster(x, weights, params_.n_clusters);
  if (limits_sizes()) detail::require_sizes(size_limits(x.rows()), x.rows(), params_.n_clusters);
  if (start) {
    core::require_width(start->cols(), x.cols(), name);
    core::require_length(start->rows(), params_.n_clusters, name, "centers");
    core::require_finite(*start, name, core::Missing::refused);
  }
  monitor.check();
  if (params_.spherical) {
    detail::require_finite_cells(x, false);
    const detail::PlainTable<View> unit = detail::unit_rows(x);
    return learn(View(unit), weights, start, monitor);
  }
  return learn(x, weights, start, monitor);
}

template <class View>
KMeans& KMeans::learn(const View& x, const VectorView* weights, const MatrixView* start,
                      const Monitor& monitor) {
  const std::vector<double> plain = detail::plain_weights(weights);
  const detail::WeightedRows<View> rows{x, plain.empty() ? nullptr : plain.data()};
  const detail::ColumnMoments like = detail::column_moments(rows);
  detail::require_squares(x, like);
  const double tolerance = params_.tol * like.mean_variance(x.rows());
  const std::int64_t n_starts = start ? 1 : params_.n_init;
  detail::LloydResult best;
  for (std::int64_t i = 0; i < n_starts; ++i) {
    const double share = 1.0 / static_cast<double>(n_starts), from = share * static_cast<double>(i);
    const Monitor begin = monitor.part(from, from + 0.3 * share);
    const Monitor rest = monitor.part(from + 0.3 * share, from + share);
    Matrix first = start ? Matrix(*start)
                         : detail::first_centers(rows, params_, tolerance,
                                                 static_cast<std::uint64_t>(i), begin);
    const detail::LloydOptions options{params_.max_iter, tolerance, params_.spherical};
    detail::LloydResult run = limits_sizes() ? detail::sized_rounds(rows, std::move(first), options,
                                                                    size_limits(x.rows()), rest)
                                             : detail::lloyd(rows, std::move(first), options, rest);
    if (i == 0 || run.inertia < best.inertia) best = std::move(run);
  }
  detail::require_no_overflow(best.inertia);
  monitor.report(1.0, "rounds");
  centers_ = std::move(best.centers);
  counts_ = std::move(best.weights);
  labels_ = std::move(best.labels);
  inertia_ = best.inertia;
  n_iter_ = best.n_iter;
  frozen_ = 0;
  return *this;
}

LIMN_INLINE KMeans& KMeans::fit(MatrixView x, const Monitor& monitor) {
  return fit_view(x, nullptr, nullptr, monitor);
}
LIMN_INLINE KMeans& KMeans::fit(MatrixView x, VectorView weights, const Monitor& monitor) {
  return fit_view(x, &weights, nullptr, monitor);
}
LIMN_INLINE KMeans& KMeans::fit(MatrixFView x, const Monitor& monitor) {
  return fit_view(x, nullptr, nullptr, monitor);
}
LIMN_INLINE KMeans& KMeans::fit(MatrixFView x, VectorView weights, const Monitor& monitor) {
  return fit_view(x, &weights, nullptr, monitor);
}
LIMN_INLINE KMeans& KMeans::fit_from(MatrixView x, MatrixView centers, VectorView weights,
                                     const Monitor& monitor) {
  return fit_view(x, weights.size() ? &weights : nullptr, &centers, monitor);
}
LIMN_INLINE KMeans& KMeans::fit_from(MatrixFView x, MatrixView centers, VectorView weights,
                                     const Monitor& monitor) {
  return fit_view(x, weights.size() ? &weights : nullptr, &centers, monitor);
}

template <class View>
KMeans& KMeans::partial_fit_view(const View& x, const VectorView* weights) {
  const bool fresh = centers_.rows() == 0;
  if (!fresh) core::require_width(x.cols(), centers_.cols(), name);
  detail::require_rows_to_cluster(x, weights, fresh ? params_.n_clusters : 1);
  if (!params_.spherical) return learn_more(x, weights);
  detail::require_finite_cells(x, false);
  const detail::PlainTable<View> unit = detail::unit_rows(x);
  return learn_more(View(unit), weights);
}

template <class View>
KMeans& KMeans::learn_more(const View& x, const VectorView* weights) {
  const bool fresh = centers_.rows() == 0;
  const std::vector<double> plain = detail::plain_weights(weights);
  const detail::WeightedRows<View> rows{x, plain.empty() ? nullptr : plain.data()};
  if (fresh) detail::require_squares(x, detail::column_moments(rows));
  Matrix centers = fresh ? detail::first_centers(rows, params_, 0.0, 0, Monitor()) : centers_;
  detail::Assignment now = detail::assign(rows, centers, true);
  detail::require_finite_cells(x, now.finite);
  const Vector kept =
      fresh ? Vector(Vector::Zero(centers.rows())) : Vector(counts_ * (1.0 - params_.forgetting));
  const Vector counts = kept + now.weights;
  for (Index j = 0; j < centers.rows() && !frozen_; ++j)
    if (now.weights(j) > 0.0)
      centers.row(j) = (centers.row(j) * kept(j) + now.sums.row(j)) / counts(j);
  if (params_.spherical) detail::to_unit(centers);
  const double inertia = detail::inertia(rows, centers, now.labels);
  detail::require_no_overflow(inertia);
  inertia_ = inertia;
  centers_ = std::move(centers);
  counts_ = counts;
  labels_ = std::move(now.labels);
  n_iter_ = fresh ? 1 : n_iter_ + 1;
  return *this;
}

LIMN_INLINE KMeans& KMeans::partial_fit(MatrixView x, VectorView weights) {
  return partial_fit_view(x, weights.size() ? &weights : nullptr);
}
LIMN_INLINE KMeans& KMeans::partial_fit(MatrixFView x, VectorView weights) {
  return partial_fit_view(x, weights.size() ? &weights : nullptr);
}

LIMN_INLINE KMeans& KMeans::freeze(bool frozen) {
  core::require_fitted(centers_.rows() > 0, name);
  frozen_ = frozen;
  return *this;
}

template <class View>
void KMeans::require_input(const View& x) const {
  core::require_fitted(centers_.rows() > 0, name);
  core::require_width(x.cols(), centers_.cols(), name);
}

namespace detail {
template <class View>
Labels labels_of(const View& x, const Matrix& centers, bool unit) {
  if (unit) {
    require_finite_cells(x, false);
    const PlainTable<View> directions = unit_rows(x);
    return labels_of(View(directions), centers, false);
  }
  Assignment now = assign(WeightedRows<View>{x}, centers, false);
  require_finite_cells(x, now.finite);
  return std::move(now.labels);
}
template <class View>
Matrix distances(const View& x, const Matrix& centers, bool unit) {
  if (unit) {
    const PlainTable<View> directions = unit_rows(x);
    return distances(View(directions), centers, false);
  }
  const WeightedRows<View> rows{x};
  Matrix out(x.rows(), centers.rows());
  rows.for_each_chunk([&](std::size_t, Index begin, Index end) {
    for (Index row = begin; row < end; ++row)
      for (Index j = 0; j < centers.rows(); ++j) out(row, j) = rows.distance(row, centers, j);
  });
  return out;
}
}  // namespace detail

LIMN_INLINE Labels KMeans::predict(MatrixView x) const {
  require_input(x);
  return detail::labels_of(x, centers_, params_.spherical);
}
LIMN_INLINE Labels KMeans::predict(MatrixFView x) const {
  require_input(x);
  return detail::labels_of(x, centers_, params_.spherical);
}

LIMN_INLINE Matrix KMeans::transform(MatrixView x) const {
  require_input(x);
  detail::require_finite_cells(x, false);
  return detail::distances(x, centers_, params_.spherical);
}
LIMN_INLINE Matrix KMeans::transform(MatrixFView x) const {
  require_input(x);
  detail::require_finite_cells(x, false);
  return detail::distances(x, centers_, params_.spherical);
}

LIMN_INLINE const Labels& KMeans::labels() const {
  core::require_fitted(labels_.size() > 0, name);
  return labels_;
}

LIMN_INLINE void KMeans::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  const Index k = centers_.rows();
  require(k == 0 || (k == params_.n_clusters && centers_.cols() > 0), "centers");
  require(centers_.allFinite(), "centers");
  require(counts_.size() == k && counts_.allFinite() && (counts_.array() >= 0.0).all(), "counts");
  require(std::isfinite(inertia_) && inertia_ >= 0.0, "inertia");
  require(n_iter_ >= 0, "n_iter");
  require(frozen_ <= 1, "frozen");
}

}  // namespace limn::inline LIMN_ABI::cluster
