// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include <limn/core/parallel.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/multiple.hpp>

namespace limn::inline LIMN_ABI::impute {
namespace detail {

/// Small enough for a file that keeps numbers as doubles.
inline std::int64_t chain_seed(std::int64_t seed, std::int64_t chain) {
  return static_cast<std::int64_t>(
      step_seed(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(chain)) >> 12);
}

/// The value that stands most often in answers, the least of several.
inline double most_frequent(std::vector<double>& answers) {
  std::ranges::sort(answers);
  double best = answers.front();
  std::ptrdiff_t most = 0;
  for (auto from = answers.begin(); from != answers.end();) {
    const auto to = std::upper_bound(from, answers.end(), *from);
    if (to - from > most) most = to - from, best = *from;
    from = to;
  }
  return best;
}

/// Their mean, divided first so that it does not overflow; whole where asked and all are.
inline double mean_answer(const std::vector<double>& answers, bool integers) {
  const auto [least, largest] = std::ranges::minmax(answers);
  double out = 0.0;
  bool whole = integers;
  for (const double each : answers) {
    out += each / static_cast<double>(answers.size());
    whole = whole && each == std::nearbyint(each);
  }
  out = std::clamp(out, least, largest);
  return whole ? std::nearbyint(out) : out;
}

}  // namespace detail

LIMN_INLINE Multiple& Multiple::fit(data::FrameView x, const Monitor& monitor) {
  monitor.check();
  detail::require_table(x.matrix(), name);
  return detail::within_memory(name, [&]() -> Multiple& {
    Multiple next(params_);
    const double share = 1.0 / static_cast<double>(params_.n_imputations);
    for (std::int64_t i = 0; i < params_.n_imputations; ++i) {
      Iterative chain({.method = params_.method,
                       .max_iter = params_.max_iter,
                       .tol = 0.0,
                       .n_donors = params_.n_donors,
                       .sample_posterior = true,
                       .min_value = params_.min_value,
                       .max_value = params_.max_value,
                       .integers = params_.integers,
                       .categorical = params_.categorical,
                       .fallback = params_.fallback,
                       .random_state = detail::chain_seed(params_.random_state, i)});
      const double done = static_cast<double>(i) * share;
      next.chains_.push_back(std::move(chain.fit(x, monitor.part(done, done + share))));
    }
    next.flags_.learn(x, params_.add_indicator);
    next.categories_.assign(static_cast<std::size_t>(x.cols()), 0);
    for (Index c = 0; c < x.cols(); ++c)
      next.categories_[static_cast<std::size_t>(c)] = next.chains_.front().is_category(c);
    return *this = std::move(next);
  });
}

LIMN_INLINE std::vector<Matrix> Multiple::imputations(MatrixView x, const Monitor& monitor) const {
  core::require_fitted(!chains_.empty(), name);
  core::require_width(x.cols(), static_cast<Index>(categories_.size()), name);
  core::require_finite(x, name, core::Missing::allowed);
  return detail::within_memory(name, [&] {
    std::vector<Matrix> out;
    const double share = 1.0 / static_cast<double>(chains_.size());
    for (const Iterative& chain : chains_) {
      const double done = static_cast<double>(out.size()) * share;
      out.push_back(chain.transform(x, monitor.part(done, done + share)));
    }
    return out;
  });
}

LIMN_INLINE Matrix Multiple::transform(MatrixView x, const Monitor& monitor) const {
  const std::vector<Matrix> all = imputations(x, monitor);
  return detail::within_memory(name, [&] {
    Matrix out = x;
    core::parallel_rows(static_cast<std::size_t>(x.rows()), 4096,
                        [&](std::size_t begin, std::size_t end) {
                          std::vector<double> answers(all.size());
                          for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
                            for (Index c = 0; c < x.cols(); ++c) {
                              if (!std::isnan(x(r, c))) continue;
                              for (std::size_t i = 0; i < all.size(); ++i)
                                answers[i] = all[i](r, c);
                              out(r, c) = categories_[static_cast<std::size_t>(c)]
                                              ? detail::most_frequent(answers)
                                              : detail::mean_answer(answers, params_.integers);
                            }
                        });
    return flags_.beside(std::move(out), x);
  });
}

LIMN_INLINE std::vector<std::string> Multiple::feature_names(std::vector<std::string> names) const {
  core::require_fitted(!chains_.empty(), name);
  return flags_.names(std::move(names), static_cast<Index>(categories_.size()), name);
}

LIMN_INLINE void Multiple::check_state() const {
  if (chains_.empty() && categories_.empty()) return;
  const auto d = static_cast<Index>(categories_.size());
  core::require_state(static_cast<std::int64_t>(chains_.size()) == params_.n_imputations, name,
                      "chains");
  for (const Iterative& chain : chains_)
    core::require_state(chain.cols() == d && !chain.params().add_indicator, name, "chains");
  flags_.require(d, name);
}

}  // namespace limn::inline LIMN_ABI::impute
