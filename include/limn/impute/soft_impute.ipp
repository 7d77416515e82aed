// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Cholesky>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/detail/soft_table.hpp>
#include <limn/impute/soft_impute.hpp>

namespace limn::inline LIMN_ABI::impute {
namespace detail {

inline constexpr Index most_rows_to_choose = 16384;

/// Rows of x as z (n, d), gaps 0, and which cells are known; at most `most` rows, evenly spread.
inline std::pair<Matrix, MaskMatrix> soft_cells(MatrixView x, const Schema& schema,
                                                const Design& design, Index most) {
  const Index n = std::min(x.rows(), most);
  Matrix z(n, x.cols());
  MaskMatrix known(n, x.cols());
  core::parallel_rows(static_cast<std::size_t>(n), 4096, [&](std::size_t begin, std::size_t end) {
    for (auto i = static_cast<Index>(begin); i < static_cast<Index>(end); ++i) {
      const auto r = static_cast<Index>(static_cast<double>(i) * static_cast<double>(x.rows()) /
                                        static_cast<double>(n));
      for (Index c = 0; c < x.cols(); ++c)
        known(i, c) = design.encode(schema, c, x(r, c), &z(i, 0));
    }
  });
  return {std::move(z), std::move(known)};
}

/// The penalty, as a share of the largest one, under which a tenth of the known cells, hidden, is
/// told best.
inline double chosen_share(const Matrix& z, MaskMatrix known, const Design& design,
                           const SoftImpute::Params& params, const Monitor& monitor) {
  struct Hidden {
    Index row, column;
    double value;
  };
  Matrix start = z;
  std::vector<Hidden> hidden;
  for (Index r = 0; r < z.rows(); ++r) {
    core::Random random(static_cast<std::uint64_t>(params.random_state),
                        static_cast<std::uint64_t>(r));
    for (Index c = 0; c < z.cols(); ++c)
      if (known(r, c) && random.uniform() < 0.1) {
        known(r, c) = 0;
        start(r, c) = 0.0;
        hidden.push_back({r, c, z(r, c)});
      }
  }
  SoftTable table(std::move(start), std::move(known));
  const double most = table.largest(), steps = static_cast<double>(params.n_penalties);
  double best = 1.0, least_error = std::numeric_limits<double>::infinity();
  int worse = 0;
  for (std::int64_t i = 0; i < params.n_penalties && worse < 3; ++i) {
    monitor.report(static_cast<double>(i) / steps, "choosing the penalty");
    const double share = std::pow(1e-2, static_cast<double>(i) / std::max(steps - 1.0, 1.0));
    if (i > 0) table.run(share * most, params.max_iter, params.tol, monitor, nullptr);
    double error = 0.0;
    for (const Hidden& each : hidden)
      error +=
          std::pow(design.bounded(each.column, table.cell(each.row, each.column)) - each.value, 2);
    const bool better = error < least_error * (1.0 - 1e-4);
    worse = better ? 0 : worse + 1;
    if (better) least_error = error, best = share;
  }
  return best;
}

}  // namespace detail

LIMN_INLINE SoftImpute& SoftImpute::fit(MatrixView x, const Monitor& monitor) {
  monitor.check();
  detail::require_table(x, name);
  return detail::within_memory(name, [&]() -> SoftImpute& {
    SoftImpute next(params_);
    next.schema_.learn(x, detail::answer_options(next.params_), name);
    next.design_.learn(x, next.schema_, params_.fallback, 0.0);
    next.flags_.learn(x, params_.add_indicator);
    double share = 0.0;
    if (params_.penalty == 0.0) {
      auto [z, known] =
          detail::soft_cells(x, next.schema_, next.design_, detail::most_rows_to_choose);
      share =
          detail::chosen_share(z, std::move(known), next.design_, params_, monitor.part(0.0, 0.6));
    }
    auto [z, known] = detail::soft_cells(x, next.schema_, next.design_, x.rows());
    detail::SoftTable table(std::move(z), std::move(known));
    const double unit = std::sqrt(static_cast<double>(x.rows()));
    double penalty = params_.penalty > 0.0 ? params_.penalty * unit : share * table.largest();
    if (!(penalty > 0.0)) penalty = unit;  // nothing varies: any will do
    table.descend(penalty, params_.max_iter, params_.tol, monitor.part(0.6, 1.0), &next.objective_);
    next.basis_ = table.basis(penalty);
    next.ridge_ = table.ridge(penalty);
    next.penalty_ = penalty / unit;
    return *this = std::move(next);
  });
}

/// z (d), known cells and 0 elsewhere, is answered by the row of low rank that costs least: what it
/// misses of the known cells, squared, and ridge times the square of its part along each axis.
LIMN_INLINE Vector SoftImpute::completed(const Vector& z, const std::vector<Index>& known) const {
  const Index k = basis_.cols();
  Eigen::MatrixXd left = ridge_.asDiagonal();
  Vector right = Vector::Zero(k);
  for (const Index c : known) {
    left.selfadjointView<Eigen::Lower>().rankUpdate(basis_.row(c).transpose());
    right += z(c) * basis_.row(c).transpose();
  }
  return basis_ * left.llt().solve(right);
}

LIMN_INLINE Matrix SoftImpute::transform(MatrixView x, const Monitor& monitor) const {
  core::require_fitted(schema_.cols() > 0, name);
  core::require_width(x.cols(), schema_.cols(), name);
  core::require_finite(x, name, core::Missing::allowed);
  const auto n = static_cast<std::size_t>(x.rows());
  return detail::within_memory(name, [&] {
    Matrix out = x;
    core::parallel_rows(n, 128, [&](std::size_t begin, std::size_t end) {
      monitor.report(static_cast<double>(begin) / static_cast<double>(n), "filling rows");
      Vector z(x.cols());
      std::vector<Index> known;
      for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
        known.clear();
        for (Index c = 0; c < x.cols(); ++c)
          if (design_.encode(schema_, c, x(r, c), z.data())) known.push_back(c);
        if (static_cast<Index>(known.size()) == x.cols()) continue;
        Vector answer = Vector::Zero(x.cols());
        if (basis_.cols() > 0 && !known.empty()) answer = completed(z, known);
        for (Index c = 0; c < x.cols(); ++c) {
          if (!std::isnan(x(r, c))) continue;
          z(c) = design_.bounded(c, std::isfinite(answer(c)) ? answer(c) : 0.0);
          out(r, c) = design_.decode(schema_, c, z.data());
        }
      }
    });
    return flags_.beside(std::move(out), x);
  });
}

LIMN_INLINE std::vector<std::string> SoftImpute::feature_names(
    std::vector<std::string> names) const {
  core::require_fitted(schema_.cols() > 0, name);
  return flags_.names(std::move(names), schema_.cols(), name);
}

LIMN_INLINE void SoftImpute::check_state() const {
  const Index d = schema_.cols();
  if (d == 0) return;
  schema_.require(d, name);
  design_.require(schema_, d, name);
  core::require_state(design_.width() == d, name, "design");
  flags_.require(d, name);
  core::require_state(basis_.rows() == d && basis_.allFinite(), name, "basis");
  core::require_state(
      ridge_.size() == basis_.cols() && ridge_.allFinite() && (ridge_.array() > 0.0).all(), name,
      "ridge");
}

}  // namespace limn::inline LIMN_ABI::impute
