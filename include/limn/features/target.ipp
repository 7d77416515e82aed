// SPDX-License-Identifier: MIT
#pragma once

#include <numeric>

#include <limn/core/random.hpp>
#include <limn/features/detail/answers.hpp>
#include <limn/features/target.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

/// Place of each cell of a column among its categories; the last place is that of missing cells.
inline std::vector<std::int32_t> category_codes(MatrixView x, Index c, const Categories& known) {
  std::vector<std::int32_t> out(static_cast<std::size_t>(x.rows()));
  const auto first = known.begin(c), n = known.end(c) - first;
  for (Index r = 0; r < x.rows(); ++r) {
    const std::int64_t at = std::isnan(x(r, c)) ? first + n : known.find(c, x(r, c));
    out[static_cast<std::size_t>(r)] = static_cast<std::int32_t>(at - first);
  }
  return out;
}

/// The rows that count: all, or those outside of one fold.
struct Rows {
  const std::vector<std::int32_t>* fold = nullptr;
  std::int32_t without = -1;
  bool operator()(std::size_t r) const { return !fold || (*fold)[r] != without; }
};

struct Average {
  double mean = 0.0, variance = 0.0;
};
inline Average average_of(VectorView y, const Rows& rows) {
  Average out;
  double n = 0.0;
  for (Index r = 0; r < y.size(); ++r)
    if (rows(static_cast<std::size_t>(r))) out.mean += y(r), n += 1.0;
  out.mean /= n;
  for (Index r = 0; r < y.size(); ++r)
    if (rows(static_cast<std::size_t>(r))) out.variance += (y(r) - out.mean) * (y(r) - out.mean);
  out.variance /= n;
  return out;
}

/// Mean answer of each of n categories, drawn towards that of all rows.
inline std::vector<double> encode_categories(const std::vector<std::int32_t>& codes, std::size_t n,
                                             VectorView y, const Rows& rows, const Average& all,
                                             std::optional<double> smooth) {
  std::vector<double> count(n, 0.0), mean(n, 0.0), spread(n, 0.0);
  const auto each = [&](auto&& use) {
    for (std::size_t r = 0; r < codes.size(); ++r)
      if (rows(r)) use(static_cast<std::size_t>(codes[r]), y(static_cast<Index>(r)));
  };
  each([&](std::size_t i, double v) { count[i] += 1.0, mean[i] += v; });
  for (std::size_t i = 0; i < n; ++i) {
    if (smooth)
      mean[i] = count[i] + *smooth > 0.0 ? (mean[i] + *smooth * all.mean) / (count[i] + *smooth)
                                         : all.mean;
    else
      mean[i] = count[i] > 0.0 ? mean[i] / count[i] : all.mean;
  }
  if (smooth) return mean;
  each([&](std::size_t i, double v) { spread[i] += (v - mean[i]) * (v - mean[i]); });
  for (std::size_t i = 0; i < n; ++i) {
    const double between = all.variance * count[i];
    const double within = count[i] > 0.0 ? spread[i] / count[i] : 0.0;
    const double trust = between + within > 0.0 ? between / (between + within) : 0.0;
    mean[i] = trust * mean[i] + (1.0 - trust) * all.mean;
  }
  return mean;
}

/// Fold of each row.
inline std::vector<std::int32_t> folds_of(std::size_t n, const Target::Params& params) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (params.shuffle) core::Random(params.random_state, 0x7a46e7).shuffle(order);
  std::vector<std::int32_t> out(n);
  const auto k = static_cast<std::size_t>(params.cv);
  for (std::size_t fold = 0, at = 0; fold < k; ++fold)  // the first n % k folds have one row more
    for (std::size_t i = n / k + (fold < n % k); i > 0; --i)
      out[order[at++]] = static_cast<std::int32_t>(fold);
  return out;
}

}  // namespace detail

LIMN_INLINE Target& Target::fit(MatrixView x, VectorView y, const Monitor& monitor) {
  detail::require_table(x, name);
  detail::require_answers(y, x.rows(), name);
  monitor.check();
  std::vector<std::int64_t> counts;
  detail::Categories categories = detail::categories_of(x, counts);
  const detail::Average all = detail::average_of(y, {});
  std::vector<double> encodings(categories.values.size());
  Vector gaps(x.cols());
  core::parallel_for(static_cast<std::size_t>(x.cols()), [&](std::size_t column) {
    monitor.check();
    const auto c = static_cast<Index>(column);
    const auto n = static_cast<std::size_t>(categories.end(c) - categories.begin(c));
    const std::vector<double> found = detail::encode_categories(
        detail::category_codes(x, c, categories), n + 1, y, {}, all, params_.smooth);
    std::copy_n(found.begin(), n, encodings.begin() + categories.begin(c));
    gaps(c) = found[n];
  });
  if (!std::isfinite(all.mean) || !std::isfinite(all.variance))
    detail::throw_answer(name, "y", "answers whose squares overflow", "numbers of a usual size",
                         "scale the answers");
  categories_ = std::move(categories);
  encodings_ = std::move(encodings);
  missing_ = std::move(gaps);
  mean_ = all.mean;
  return *this;
}

LIMN_INLINE Matrix Target::fit_transform(MatrixView x, VectorView y, const Monitor& monitor) {
  if (x.rows() > 0 && x.rows() < params_.cv)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(name),
                     .place = "rows",
                     .got = std::to_string(x.rows()),
                     .expected = "at least cv = " + std::to_string(params_.cv),
                     .fix = "lower cv or pass more rows"});
  Target next(params_);
  next.fit(x, y, monitor);
  const auto folds = detail::folds_of(static_cast<std::size_t>(x.rows()), params_);
  std::vector<detail::Average> all;
  for (std::int32_t f = 0; f < params_.cv; ++f) all.push_back(detail::average_of(y, {&folds, f}));
  Matrix out(x.rows(), x.cols());
  core::parallel_for(static_cast<std::size_t>(x.cols()), [&](std::size_t column) {
    const auto c = static_cast<Index>(column);
    const auto codes = detail::category_codes(x, c, next.categories_);
    const auto n = static_cast<std::size_t>(next.categories_.end(c) - next.categories_.begin(c));
    for (std::int32_t f = 0; f < params_.cv; ++f) {
      monitor.check();
      const std::vector<double> found = detail::encode_categories(
          codes, n + 1, y, {&folds, f}, all[static_cast<std::size_t>(f)], params_.smooth);
      for (std::size_t r = 0; r < codes.size(); ++r)
        if (folds[r] == f)
          out(static_cast<Index>(r), c) = found[static_cast<std::size_t>(codes[r])];
    }
  });
  *this = std::move(next);
  return out;
}

LIMN_INLINE Matrix Target::transform(MatrixView x) const {
  detail::require_same(x, categories_.n_columns(), name);
  Matrix out(x.rows(), x.cols());
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0; c < x.cols(); ++c) {
      out(r, c) = missing_(c);
      if (std::isnan(x(r, c))) continue;
      const std::int64_t at = categories_.find(c, x(r, c));
      out(r, c) = at < 0 ? mean_ : encodings_[static_cast<std::size_t>(at)];
    }
  return out;
}

LIMN_INLINE std::vector<double> Target::encodings(Index c) const {
  core::require_fitted(c >= 0 && c < categories_.n_columns(), name);
  return {encodings_.begin() + categories_.begin(c), encodings_.begin() + categories_.end(c)};
}

LIMN_INLINE void Target::check_state() const {
  categories_.check(name);
  core::require_state(encodings_.size() == categories_.values.size(), name, "encodings");
  core::require_state(missing_.size() == categories_.n_columns(), name, "missing");
  for (const double v : encodings_) core::require_state(std::isfinite(v), name, "encodings");
  core::require_state(missing_.allFinite() && std::isfinite(mean_), name, "missing");
}

}  // namespace limn::inline LIMN_ABI::features
