// SPDX-License-Identifier: MIT
// Answers that are lists of things rather than arrays: each becomes a dict in Python. The structs
// are known by their members, so that no room's header is needed here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/types.hpp>
#include <limn/core/value.hpp>

namespace limn::python {

using Records = std::vector<core::Values>;

/// filter::AuditEntry: a cell a filter changed, and why.
template <class T>
concept CellChange = requires(const T t) { t.row, t.column, t.rule, t.replaced_by; };
/// cluster::SegmentDescription: name, size, rule and lifts of a segment.
template <class T>
concept SegmentText = requires(const T t) { t.rule_text("en"), t.lifts, t.coverage; };

core::Values as_record(const CellChange auto& cell) {
  return {{"row", static_cast<std::int64_t>(cell.row)},
          {"column", static_cast<std::int64_t>(cell.column)},
          {"rule", std::string(cell.rule)},
          {"value", cell.value},
          {"lower", cell.lower},
          {"upper", cell.upper},
          {"action", cell.action},
          {"replaced_by", cell.replaced_by}};
}

core::Values as_record(const SegmentText auto& segment) {
  std::vector<std::string> features;
  std::vector<double> lifts;
  for (const auto& one : segment.lifts) features.push_back(one.feature), lifts.push_back(one.lift);
  return {{"label", segment.label},          {"name", segment.name},
          {"name_zh", segment.name_zh},      {"size", segment.size},
          {"share", segment.share},          {"rule", segment.rule_text("en")},
          {"coverage", segment.coverage},    {"precision", segment.precision},
          {"features", std::move(features)}, {"lifts", std::move(lifts)},
          {"text", segment.text("en")},      {"text_zh", segment.text("zh")}};
}

template <class List>
Records as_records(const List& things) {
  Records out;
  for (const auto& thing : things) out.push_back(as_record(thing));
  return out;
}

}  // namespace limn::python
