// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/mixed_rounds.hpp>
#include <limn/cluster/k_prototypes.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::cluster {

LIMN_INLINE std::vector<std::uint8_t> KPrototypes::categories_of(const data::FrameView& x) const {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(x.cols()));
  for (Index c = 0; c < x.cols(); ++c) out[static_cast<std::size_t>(c)] = x.is_category(c);
  for (const double c : params_.categorical) {
    if (!(c < static_cast<double>(x.cols())) || c != std::floor(c))
      throw ParamError(ErrorCode::param_range,
                       {.component = std::string(name),
                        .place = "option 'categorical'",
                        .got = core::to_text(core::Value{c}),
                        .expected = "a column below " + std::to_string(x.cols()),
                        .fix = "name columns of x, counted from 0"});
    out[static_cast<std::size_t>(c)] = 1;
  }
  return out;
}

LIMN_INLINE KPrototypes& KPrototypes::fit(const data::FrameView& x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x.matrix(), name, core::Missing::refused);
  if (x.rows() < params_.n_clusters)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(name),
                     .place = "rows",
                     .got = std::to_string(x.rows()),
                     .expected = "at least n_clusters = " + std::to_string(params_.n_clusters),
                     .fix = "lower n_clusters or pass more rows"});
  std::vector<std::uint8_t> is_category = categories_of(x);
  monitor.check();
  detail::MixedRows rows(x.matrix(), is_category);
  rows.gamma = params_.gamma.value_or(rows.usual_gamma());
  KPrototypes next(params_);
  for (std::int64_t i = 0; i < params_.n_init; ++i) {
    const double share = 1.0 / static_cast<double>(params_.n_init);
    const double from = share * static_cast<double>(i);
    detail::MixedRounds run(rows, static_cast<Index>(params_.n_clusters), params_.random_state,
                            static_cast<std::uint64_t>(i));
    run.run(params_.max_iter, monitor.part(from, from + share));
    if (!std::isfinite(run.inertia()))
      throw DataError(ErrorCode::data_value,
                      {.component = std::string(name),
                       .place = "cells of x",
                       .got = "values whose squared distance is no number",
                       .expected = "columns of like size",
                       .fix = "scale the columns, see limn.features.Standard"});
    if (i > 0 && !(run.inertia() < next.inertia_)) continue;
    next.centers_ = run.centers().table();
    next.labels_ = run.labels();
    next.inertia_ = run.inertia();
    next.n_iter_ = run.n_iter();
  }
  next.is_category_ = std::move(is_category);
  next.gamma_ = rows.gamma;
  monitor.report(1.0, "rounds");
  *this = std::move(next);
  return *this;
}

/// Squared distance plus gamma a category that differs: (n, n_clusters).
LIMN_INLINE Matrix KPrototypes::differences(MatrixView x) const {
  core::require_fitted(centers_.size() > 0, name);
  core::require_width(x.cols(), centers_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const detail::MixedRows rows(x, is_category_);
  detail::MixedRows centers(centers_, is_category_);
  centers.gamma = gamma_;
  Matrix out(x.rows(), centers_.rows());
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 1024, [&](std::size_t begin, std::size_t end) {
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
          for (Index j = 0; j < out.cols(); ++j)
            out(r, j) = std::min(centers.distance(j, rows, r), std::numeric_limits<double>::max());
      });
  return out;
}

LIMN_INLINE Matrix KPrototypes::transform(MatrixView x) const { return differences(x).cwiseSqrt(); }

LIMN_INLINE Labels KPrototypes::predict(MatrixView x) const {
  const Matrix all = differences(x);
  Labels out(x.rows());
  for (Index r = 0; r < x.rows(); ++r) {
    Index best = 0;
    all.row(r).minCoeff(&best);
    out(r) = static_cast<std::int32_t>(best);
  }
  return out;
}

LIMN_INLINE const Labels& KPrototypes::labels() const {
  core::require_fitted(labels_.size() > 0, name);
  return labels_;
}

LIMN_INLINE double KPrototypes::gamma() const {
  core::require_fitted(centers_.size() > 0, name);
  return gamma_;
}

LIMN_INLINE void KPrototypes::check_state() const {
  core::require_state(centers_.rows() == 0 || centers_.rows() == params_.n_clusters, name,
                      "centers");
  core::require_state(centers_.allFinite(), name, "centers");
  core::require_state(std::ssize(is_category_) == centers_.cols(), name, "is_category");
  core::require_state(std::isfinite(gamma_) && gamma_ >= 0.0, name, "gamma");
  core::require_state(std::isfinite(inertia_) && inertia_ >= 0.0, name, "inertia");
  core::require_state(n_iter_ >= 0, name, "n_iter");
}

}  // namespace limn::inline LIMN_ABI::cluster
