// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>
#include <string>

#include <limn/core/check.hpp>
#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::impute {

/// How the analyses of m completed tables become one. `rubin`: the gaps of a real table were
/// filled. `reiter`: whole tables were drawn anew (synthetic data).
enum class PoolRule { rubin, reiter };

/// What m analyses say together, about k quantities: all (k).
struct Pooled {
  Vector estimate;  ///< mean of the estimates
  Vector within;    ///< mean of their variances
  Vector between;   ///< variance of the estimates from table to table
  Vector total;     ///< variance of `estimate`
  Vector df;        ///< degrees of freedom of Student's t for it; infinite where nothing is unsure
  Vector increase;  ///< of the variance, by what is missing: between over within (infinite if 0)
  Vector lambda;    ///< share of the variance that is due to what is missing, in [0, 1]
  Vector fmi;       ///< the same for few tables: fraction of missing information, in [0, 1]
};

/// Pools k estimates and their variances (squared standard errors) over m completed tables: both
/// (m, k). `df_complete`: degrees of freedom the analysis would have without gaps, rows less
/// parameters; infinite for large tables.
/// **Source:** Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin
/// (1999), Small-sample degrees of freedom with multiple imputation; Reiter (2003), Inference for
/// partially synthetic, public use microdata sets.
/// Errors: ShapeError when the two differ in shape; DataError with fewer than two tables, a cell
/// that is not finite, a variance below 0, or spreads beyond the range of a double; ParamError when
/// df_complete is not above 0.
inline Pooled pool(MatrixView estimates, MatrixView variances,
                   double df_complete = std::numeric_limits<double>::infinity(),
                   PoolRule rule = PoolRule::rubin) {
  constexpr std::string_view own = "impute.pool";
  const Index m = estimates.rows(), k = estimates.cols();
  core::require_width(variances.cols(), k, own);
  core::require_length(variances.rows(), m, own, "rows of variances");
  const auto refuse = [&](const char* place, const std::string& got, const char* expected) {
    throw DataError(ErrorCode::data_value,
                    {.component = std::string(own),
                     .place = place,
                     .got = got,
                     .expected = expected,
                     .fix = "pass the estimate and the squared standard error of each table"});
  };
  if (m < 2) refuse("estimates", std::to_string(m) + " tables", "at least 2");
  core::require_finite(estimates, own, core::Missing::refused);
  core::require_finite(variances, own, core::Missing::refused);
  if ((variances.array() < 0.0).any()) refuse("variances", "one below 0", "variances >= 0");
  if (!(df_complete > 0.0))
    throw ParamError(ErrorCode::param_range, {.component = std::string(own),
                                              .place = "option 'df_complete'",
                                              .got = std::to_string(df_complete),
                                              .expected = "above 0",
                                              .fix = "pass rows less parameters, or infinity"});
  const double n = static_cast<double>(m);
  const double infinity = std::numeric_limits<double>::infinity();
  Pooled out;
  out.estimate = estimates.colwise().sum().transpose() / n;
  out.within = variances.colwise().sum().transpose() / n;
  out.between =
      (estimates.rowwise() - out.estimate.transpose()).colwise().squaredNorm().transpose() /
      (n - 1.0);
  out.total = out.df = out.increase = out.lambda = out.fmi = Vector::Zero(k);
  for (Index i = 0; i < k; ++i) {
    const double within = out.within(i), between = out.between(i);
    const bool synthetic = rule == PoolRule::reiter;
    const double extra = between * (synthetic ? 1.0 / n : 1.0 + 1.0 / n);
    out.total(i) = within + extra;
    if (!std::isfinite(out.total(i)) || !std::isfinite(out.estimate(i)))
      refuse("estimates", "a spread too large for a double", "estimates on a common scale");
    out.increase(i) = extra == 0.0 ? 0.0 : extra / within;
    const double lambda = extra == 0.0 ? 0.0 : extra / out.total(i);
    out.lambda(i) = lambda;
    const double few = lambda == 0.0 ? infinity : (n - 1.0) / (lambda * lambda);  // Rubin's
    double df = few;
    if (!synthetic && df_complete < infinity) {
      const double seen = (1.0 - lambda) * (df_complete + 1.0) / (df_complete + 3.0) * df_complete;
      df = few == infinity ? seen : few * seen / (few + seen);
    }
    out.df(i) = df;
    out.fmi(i) = lambda + (1.0 - lambda) * 2.0 / (df + 3.0);
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::impute
