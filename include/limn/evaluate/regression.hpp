// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::evaluate {

/// How far numbers are from the truth. Errors are prediction minus truth.
struct Regression {
  std::int64_t n = 0;
  double mae = 0;           ///< mean absolute error, in units of the truth
  double rmse = 0;          ///< root of the mean squared error, in units of the truth
  double r2 = 0;            ///< share of variance explained; NaN when the truth is constant
  double bias = 0;          ///< mean error, in units of the truth
  double median_error = 0;  ///< median absolute error, in units of the truth
  double mape = 0;          ///< mean of |error| / |truth| over rows whose truth is not 0, else NaN
  double smape = 0;         ///< mean of 2 |error| / (|truth| + |prediction|), 0 where both are 0
  double wape = 0;          ///< sum of |error| / sum of |truth|; NaN when the truth is all 0
};

/// truth (n), predicted (n).
/// Errors: ShapeError on unequal lengths; DataError when n = 0 or a number is NaN or infinite.
Regression regression(VectorView truth, VectorView predicted);

double mae(VectorView truth, VectorView predicted);
double rmse(VectorView truth, VectorView predicted);
double r2(VectorView truth, VectorView predicted);

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/regression.ipp>
#endif
