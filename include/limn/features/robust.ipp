// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <limn/core/check.hpp>
#include <limn/data/column_quantiles.hpp>
#include <limn/features/robust.hpp>

namespace limn::inline LIMN_ABI::features {

template <class View>
Robust& Robust::learn(const View& x) {
  core::require_rows(x.rows(), x.cols(), name);
  const std::array shares{0.5, params_.quantile_range[0] / 100.0,
                          params_.quantile_range[1] / 100.0};
  bool finite = true;
  const Matrix found = data::column_quantiles(x, shares, finite);
  if (!finite) core::require_finite(x, name, core::Missing::allowed);
  Vector center = Vector::Zero(x.cols()), scale = Vector::Ones(x.cols());
  for (Index c = 0; c < x.cols(); ++c) {
    if (std::isnan(found(c, 0))) continue;
    if (params_.with_centering) center(c) = found(c, 0);
    const double range = found(c, 2) - found(c, 1);
    if (params_.with_scaling && range > 0.0) scale(c) = range;
  }
  center_ = std::move(center);
  scale_ = std::move(scale);
  return *this;
}

LIMN_INLINE Robust& Robust::fit(MatrixView x) { return learn(x); }
LIMN_INLINE Robust& Robust::fit(MatrixFView x) { return learn(x); }

}  // namespace limn::inline LIMN_ABI::features
