// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <limn/filter/detail/classes.hpp>
#include <limn/filter/detail/row_groups.hpp>
#include <limn/filter/duplicate_rows.hpp>

namespace limn::inline LIMN_ABI::filter {

LIMN_INLINE DuplicateRows& DuplicateRows::fit(const data::FrameView& x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x.matrix(), name, core::Missing::allowed);
  monitor.check();
  if (params_.max_differing >= x.cols())
    throw ParamError(ErrorCode::param_conflict,
                     {.component = std::string(name),
                      .place = "option 'max_differing'",
                      .got = std::to_string(params_.max_differing) + " in a table of " +
                             std::to_string(x.cols()) + " columns",
                      .expected = "fewer than there are columns",
                      .fix = "lower it; with all values different no row is another's duplicate"});
  std::vector<std::uint8_t> exact(static_cast<std::size_t>(x.cols()), params_.tolerance == 0.0);
  for (Index c = 0; c < x.cols(); ++c)
    if (x.is_category(c)) exact[static_cast<std::size_t>(c)] = 1;
  for (const double column : params_.categorical) {
    core::check_rule(name, "categorical", core::Value{column},
                     core::between(0, static_cast<double>(x.cols() - 1)));
    exact[static_cast<std::size_t>(column)] = 1;
  }
  const detail::RowLikeness likeness(x.matrix(), exact, params_.tolerance, params_.max_differing);
  const auto groups = static_cast<std::size_t>(params_.max_differing + 1);
  std::vector<detail::RowGroup> blocks;
  for (std::size_t g = 0; g < groups; ++g) blocks.emplace_back(likeness, g, groups);
  std::vector<std::int64_t> of(static_cast<std::size_t>(x.rows()), -1);
  for (Index r = 0; r < x.rows(); ++r) {
    if (r % 4096 == 0)
      monitor.report(static_cast<double>(r) / static_cast<double>(x.rows()), "rows");
    std::int64_t first = -1;
    for (const detail::RowGroup& block : blocks)
      block.for_each_near(r, [&](Index kept) {
        if ((first < 0 || kept < first) && likeness.same(r, kept)) first = kept;
      });
    of[static_cast<std::size_t>(r)] = first;
    if (first < 0)
      for (detail::RowGroup& block : blocks) block.keep(r);
  }
  monitor.report(1.0, "rows");
  duplicate_of_ = std::move(of);
  return *this;
}

LIMN_INLINE DuplicateRows& DuplicateRows::fit(MatrixView x, const Monitor& monitor) {
  return fit(data::FrameView(x), monitor);
}

LIMN_INLINE std::vector<std::uint8_t> DuplicateRows::noise() const {
  core::require_fitted(!duplicate_of_.empty(), name);
  std::vector<std::uint8_t> out;
  for (const std::int64_t row : duplicate_of_) out.push_back(row >= 0);
  return out;
}
LIMN_INLINE std::vector<std::int64_t> DuplicateRows::sample_indices() const {
  return detail::unmarked(noise());
}
LIMN_INLINE Audit DuplicateRows::audit() const {
  Audit out = audit_rows(noise(), name, "drop");
  for (AuditEntry& entry : out)
    entry.value = static_cast<double>(duplicate_of_[static_cast<std::size_t>(entry.row)]);
  return out;
}

LIMN_INLINE void DuplicateRows::check_state() const {
  for (std::size_t r = 0; r < duplicate_of_.size(); ++r) {
    const std::int64_t row = duplicate_of_[r];
    const bool sound = row == -1 || (row >= 0 && row < static_cast<std::int64_t>(r) &&
                                     duplicate_of_[static_cast<std::size_t>(row)] == -1);
    core::require_state(sound, name, "duplicate_of");
  }
}

}  // namespace limn::inline LIMN_ABI::filter
