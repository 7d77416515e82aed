// SPDX-License-Identifier: MIT
#pragma once

#include <limn/profiler/detail/next_action.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void NextAction::fit(const data::EventLog& log) {
  types = log.types();
  const auto n_types = static_cast<Index>(types.size());
  all = Vector::Zero(n_types);
  singles = Matrix::Zero(n_types, n_types);
  pairs = Matrix::Zero(n_types <= 64 ? n_types * n_types : 0, n_types);
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const auto kinds = log.history(user).types;
    for (std::size_t e = 0; e < kinds.size(); ++e) {
      if (kinds[e] < 0) continue;
      all(kinds[e]) += 1.0;
      if (e < 1 || kinds[e - 1] < 0) continue;
      singles(kinds[e - 1], kinds[e]) += 1.0;
      if (e < 2 || kinds[e - 2] < 0 || pairs.rows() == 0) continue;
      pairs(kinds[e - 2] * n_types + kinds[e - 1], kinds[e]) += 1.0;
    }
  }
}

LIMN_INLINE Vector NextAction::predict(std::span<const std::int32_t> history) const {
  const Index n_types = all.size();
  const auto draw = [](const Vector& counts, const Vector& towards) -> Vector {
    return (counts + weight * towards) / (counts.sum() + weight);
  };
  Vector out = draw(all, Vector::Constant(n_types, 1.0 / static_cast<double>(n_types)));
  const std::size_t n = history.size();
  if (n < 1 || history[n - 1] < 0) return out;
  out = draw(singles.row(history[n - 1]).transpose(), out);
  if (n < 2 || history[n - 2] < 0 || pairs.rows() == 0) return out;
  return draw(pairs.row(history[n - 2] * n_types + history[n - 1]).transpose(), out);
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
