// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/iterative.hpp>

namespace limn::inline LIMN_ABI::impute {
namespace detail {

inline constexpr std::size_t most_donors = 16384;

/// Predictions of column c for rows that have it, rising, and their values; thinned evenly.
inline void learn_donors(const Schema& schema, const Design& design, const RidgeChain& chain,
                         MatrixView x, const ChainOptions& options, const Monitor& monitor,
                         std::vector<Vector>& guesses, std::vector<Vector>& values) {
  const auto d = static_cast<std::size_t>(x.cols());
  Matrix predicted = Matrix::Constant(x.rows(), x.cols(), missing);
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 256,
                      [&](std::size_t begin, std::size_t end) {
                        monitor.check();
                        Vector z(design.width());
                        std::vector<std::uint8_t> gap(d);
                        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
                          chain.complete(schema, design, x, r, options.draw, options.seed, z, gap);
                          for (Index c = 0; c < x.cols(); ++c)
                            if (!gap[static_cast<std::size_t>(c)] && !schema.is_category(c))
                              predicted(r, c) = chain.predict(design.begin(c), z.data());
                        }
                      });
  guesses.assign(d, Vector());
  values.assign(d, Vector());
  core::parallel_for(d, [&](std::size_t column) {
    const auto c = static_cast<Index>(column);
    std::vector<std::pair<double, double>> donors;
    for (Index r = 0; r < x.rows(); ++r)
      if (!std::isnan(predicted(r, c))) donors.emplace_back(predicted(r, c), x(r, c));
    std::ranges::sort(donors);
    const std::size_t n = std::min(donors.size(), most_donors);
    guesses[column].resize(static_cast<Index>(n));
    values[column].resize(static_cast<Index>(n));
    for (std::size_t i = 0; i < n; ++i) {
      const auto& [guess, value] = donors[i * donors.size() / n];
      guesses[column](static_cast<Index>(i)) = guess;
      values[column](static_cast<Index>(i)) = value;
    }
  });
}

}  // namespace detail

LIMN_INLINE Iterative& Iterative::fit(data::FrameView x, const Monitor& monitor) {
  monitor.check();
  detail::require_table(x.matrix(), name);
  return detail::within_memory(name, [&]() -> Iterative& {
    Iterative next(params_);
    next.schema_.learn(x, detail::answer_options(next.params_), name);
    // Draws need their tails; a best guess does not leave what was seen.
    next.design_.learn(x, next.schema_, params_.fallback, params_.sample_posterior ? 1.0 : 0.0);
    next.flags_.learn(x, params_.add_indicator);
    const detail::ChainOptions options{.max_iter = params_.max_iter,
                                       .tol = params_.tol,
                                       .draw = params_.sample_posterior,
                                       .seed = static_cast<std::uint64_t>(params_.random_state)};
    next.chain_.fit(x, next.schema_, next.design_, options, monitor);
    if (params_.method == "pmm")
      detail::learn_donors(next.schema_, next.design_, next.chain_, x, options, monitor,
                           next.guesses_, next.values_);
    return *this = std::move(next);
  });
}

LIMN_INLINE double Iterative::matched(Index c, double guess, std::uint64_t row) const {
  const Vector& all = guesses_[static_cast<std::size_t>(c)];
  const Vector& values = values_[static_cast<std::size_t>(c)];
  if (all.size() == 0) return params_.fallback;
  const Index at = std::lower_bound(all.begin(), all.end(), guess) - all.begin();
  Index low = at, high = at;  // donors [low, high) are the nearest so far
  const std::int64_t wanted =
      std::min<std::int64_t>(params_.sample_posterior ? params_.n_donors : 1, all.size());
  while (high - low < wanted) {
    const bool left = low > 0 && (high == all.size() || guess - all(low - 1) <= all(high) - guess);
    left ? --low : ++high;
  }
  if (wanted == 1) return values(low);
  core::Random random(detail::step_seed(static_cast<std::uint64_t>(params_.random_state),
                                        static_cast<std::uint64_t>(c)) ^
                          0xA0761D6478BD642Fu,
                      row);
  return values(low + static_cast<Index>(random.below(static_cast<std::uint64_t>(wanted))));
}

LIMN_INLINE Matrix Iterative::transform(MatrixView x, const Monitor& monitor) const {
  core::require_fitted(schema_.cols() > 0, name);
  core::require_width(x.cols(), schema_.cols(), name);
  core::require_finite(x, name, core::Missing::allowed);
  const auto n = static_cast<std::size_t>(x.rows());
  const auto seed = static_cast<std::uint64_t>(params_.random_state);
  return detail::within_memory(name, [&] {
    Matrix out = x;
    core::parallel_rows(n, 256, [&](std::size_t begin, std::size_t end) {
      monitor.report(static_cast<double>(begin) / static_cast<double>(n), "filling rows");
      Vector z(design_.width());
      std::vector<std::uint8_t> gap(static_cast<std::size_t>(x.cols()));
      for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
        if (!chain_.complete(schema_, design_, x, r, params_.sample_posterior, seed, z, gap))
          continue;
        for (Index c = 0; c < x.cols(); ++c) {
          if (!std::isnan(x(r, c))) continue;
          const bool match = params_.method == "pmm" && !schema_.is_category(c);
          out(r, c) =
              match ? schema_.allowed(c, matched(c, chain_.predict(design_.begin(c), z.data()),
                                                 static_cast<std::uint64_t>(r)))
                    : design_.decode(schema_, c, z.data());
        }
      }
    });
    return flags_.beside(std::move(out), x);
  });
}

LIMN_INLINE std::vector<std::string> Iterative::feature_names(
    std::vector<std::string> names) const {
  core::require_fitted(schema_.cols() > 0, name);
  return flags_.names(std::move(names), schema_.cols(), name);
}

LIMN_INLINE void Iterative::check_state() const {
  const Index d = schema_.cols();
  if (d == 0) return;
  schema_.require(d, name);
  design_.require(schema_, d, name);
  chain_.require(design_, name);
  flags_.require(d, name);
  const auto donors = params_.method == "pmm" ? static_cast<std::size_t>(d) : 0;
  core::require_state(guesses_.size() == donors && values_.size() == donors, name, "guesses");
  for (std::size_t c = 0; c < donors; ++c)
    core::require_state(guesses_[c].size() == values_[c].size() && guesses_[c].allFinite() &&
                            values_[c].allFinite() &&
                            std::is_sorted(guesses_[c].begin(), guesses_[c].end()),
                        name, "values");
}

}  // namespace limn::inline LIMN_ABI::impute
