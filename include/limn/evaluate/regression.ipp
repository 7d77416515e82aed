// SPDX-License-Identifier: MIT
#pragma once

#include <limn/evaluate/detail/input.hpp>
#include <limn/evaluate/regression.hpp>

namespace limn::inline LIMN_ABI::evaluate {

LIMN_INLINE Regression regression(VectorView truth, VectorView predicted) {
  detail::require_pair(truth.size(), predicted.size(), "regression", "predicted");
  detail::require_numbers(truth, "regression", "truth");
  detail::require_numbers(predicted, "regression", "predicted");
  const auto n = static_cast<double>(truth.size());
  const double mean = truth.sum() / n;
  double absolute = 0, squared = 0, error = 0, spread = 0, size = 0, relative = 0, halves = 0;
  double not_zero = 0;
  std::vector<double> errors;
  for (Index i = 0; i < truth.size(); ++i) {
    const double e = predicted(i) - truth(i), a = std::abs(e), t = std::abs(truth(i));
    errors.push_back(a);
    absolute += a;
    squared += e * e;
    error += e;
    spread += (truth(i) - mean) * (truth(i) - mean);
    size += t;
    if (t > 0) {
      relative += a / t;
      not_zero += 1;
    }
    if (a > 0) halves += 2.0 * a / (t + std::abs(predicted(i)));
  }
  std::sort(errors.begin(), errors.end());
  return {.n = truth.size(),
          .mae = absolute / n,
          .rmse = std::sqrt(squared / n),
          .r2 = spread > 0 ? 1.0 - squared / spread : missing,
          .bias = error / n,
          .median_error = detail::sorted_quantile(errors, 0.5),
          .mape = not_zero > 0 ? relative / not_zero : missing,
          .smape = halves / n,
          .wape = size > 0 ? absolute / size : missing};
}

LIMN_INLINE double mae(VectorView truth, VectorView predicted) {
  return regression(truth, predicted).mae;
}
LIMN_INLINE double rmse(VectorView truth, VectorView predicted) {
  return regression(truth, predicted).rmse;
}
LIMN_INLINE double r2(VectorView truth, VectorView predicted) {
  return regression(truth, predicted).r2;
}

}  // namespace limn::inline LIMN_ABI::evaluate
