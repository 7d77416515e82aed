// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/check.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/features/standard.hpp>

namespace limn::inline LIMN_ABI::features {

template <class View>
Standard& Standard::learn(const View& x) {
  core::require_rows(x.rows(), x.cols(), name);
  bool finite = true;
  const data::Moments m = data::moments(x, &finite);
  if (!finite) core::require_finite(x, name, core::Missing::allowed);
  Vector center = params_.with_mean ? m.mean : Vector::Zero(x.cols());
  Vector scale = Vector::Ones(x.cols());
  for (Index c = 0; params_.with_std && c < x.cols(); ++c)
    if (const double sigma = m.deviation(c); sigma > 0.0) scale(c) = sigma;
  center_ = std::move(center);
  scale_ = std::move(scale);
  return *this;
}

LIMN_INLINE Standard& Standard::fit(MatrixView x) { return learn(x); }
LIMN_INLINE Standard& Standard::fit(MatrixFView x) { return learn(x); }

}  // namespace limn::inline LIMN_ABI::features
