// SPDX-License-Identifier: MIT
#pragma once

#include <limn/features/detail/answers.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/information.hpp>
#include <limn/features/mutual_information.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

inline double column_information(MatrixView x, Index column, VectorView y, bool category,
                                 bool classes, const MutualInformation::Params& params) {
  const KnownPairs known(x, column, y);
  if (known.x.size() < 2) return 0.0;
  const auto k = static_cast<std::size_t>(params.n_neighbors);
  const auto apart = [&](const std::vector<double>& values, std::uint64_t stream) {
    return untied(values, core::Random(params.random_state, stream));
  };
  const auto own = static_cast<std::uint64_t>(column);
  if (category && classes) return information_of_shares(Groups(known.x), Groups(known.y));
  if (category) return information_of_groups(apart(known.y, ~own), Groups(known.x), k);
  if (classes) return information_of_groups(apart(known.x, own), Groups(known.y), k);
  return information_of_numbers(apart(known.x, own), apart(known.y, ~own), k);
}

}  // namespace detail

LIMN_INLINE MutualInformation& MutualInformation::fit(const data::FrameView& x, VectorView y,
                                                      const Monitor& monitor) {
  detail::require_table(x, name);
  detail::require_answers(y, x.rows(), name);
  const std::vector<std::uint8_t> category = detail::category_columns(x, params_.categorical, name);
  const bool classes = detail::answers_are_classes(y, params_.target);
  Vector scores(x.cols());
  core::parallel_for(category.size(), [&](std::size_t c) {
    monitor.report(static_cast<double>(c) / static_cast<double>(category.size()), "columns");
    scores(static_cast<Index>(c)) =
        detail::column_information(x, static_cast<Index>(c), y, category[c] != 0, classes, params_);
  });
  monitor.report(1.0, "columns");
  std::vector<Index> order(category.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](Index c) { return scores(c); });
  if (params_.k && *params_.k < x.cols()) order.resize(static_cast<std::size_t>(*params_.k));
  detail::KeptColumns kept(x.cols());
  for (const Index c : order) kept.keep(c, params_.k || scores(c) > params_.threshold);
  scores_ = std::move(scores);
  kept_ = std::move(kept);
  return *this;
}

LIMN_INLINE Matrix MutualInformation::transform(MatrixView x) const {
  detail::require_same(x, kept_.n_columns(), name);
  return kept_.of(x);
}

LIMN_INLINE void MutualInformation::check_state() const {
  core::require_state(scores_.size() == kept_.n_columns() && scores_.allFinite(), name, "scores");
}

}  // namespace limn::inline LIMN_ABI::features
