// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/evaluate/detail/input.hpp>
#include <limn/evaluate/ranking.hpp>

namespace limn::inline LIMN_ABI::evaluate::detail {

/// Errors: as declared at ranking_per_user.
inline void require_lists(const Ranked& ranked, const Relevant& wanted, std::int64_t k) {
  constexpr std::string_view component = "evaluate.ranking";
  require_option(static_cast<double>(k), 1, std::numeric_limits<double>::infinity(), "ranking",
                 "k");
  const Index n = ranked.items.rows();
  core::require_length(static_cast<Index>(wanted.offsets.size()) - 1, n, component, "wanted");
  core::require_rows(n, ranked.items.cols(), component);
  if (k > ranked.items.cols())
    throw ShapeError(ErrorCode::shape_width, {.component = std::string(component),
                                              .place = "lists",
                                              .got = std::to_string(ranked.items.cols()) + " wide",
                                              .expected = "at least k = " + std::to_string(k),
                                              .fix = "ask the recommender for more, or lower k"});
  if (ranked.scores.size() > 0) {
    core::require_length(ranked.scores.rows(), n, component, "scores");
    core::require_width(ranked.scores.cols(), ranked.items.cols(), component);
  }
  std::int64_t last = 0;
  for (std::size_t u = 0; u < wanted.offsets.size(); ++u) {
    const std::int64_t offset = wanted.offsets[u];
    if (offset < last || offset > static_cast<std::int64_t>(wanted.items.size()))
      refuse("ranking", "wanted.offsets", static_cast<Index>(u), std::to_string(offset),
             "offsets that rise up to the number of wanted items");
    last = offset;
  }
}

/// The wanted items of user u, sorted, each once; those outside the catalogue (-1) all stay.
inline void collect_wanted(const Relevant& wanted, Index u, std::vector<std::int32_t>& out) {
  const auto at = static_cast<std::size_t>(u);
  out.assign(wanted.items.begin() + wanted.offsets[at],
             wanted.items.begin() + wanted.offsets[at + 1]);
  std::sort(out.begin(), out.end());
  const auto known = std::lower_bound(out.begin(), out.end(), 0);
  out.erase(std::unique(known, out.end()), out.end());
}

}  // namespace limn::inline LIMN_ABI::evaluate::detail
