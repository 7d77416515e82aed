// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/rule_json.hpp>
#include <limn/cluster/detail/rule_table.hpp>
#include <limn/cluster/rules.hpp>
#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Column of each variable, -1 = none. names: of the columns there are.
/// Errors: DataError for a rule that asks for another without a fallback.
inline std::vector<std::int32_t> columns_of(const RuleProgram& program,
                                            const std::vector<std::string>& names) {
  std::vector<std::int32_t> out;
  for (const std::string& variable : program.variables) {
    const auto at = std::ranges::find(names, variable);
    out.push_back(at == names.end() ? -1 : static_cast<std::int32_t>(at - names.begin()));
  }
  for (std::size_t r = 0; r < program.rules.size(); ++r)
    for (const std::int32_t variable : program.rules[r].needs) {
      if (out[static_cast<std::size_t>(variable)] >= 0) continue;
      const std::string& asked = program.variables[static_cast<std::size_t>(variable)];
      const std::string near = core::nearest_name(asked, names);
      throw DataError(ErrorCode::data_column_missing,
                      {.component = std::string(Rules::name),
                       .place = "rule '" + program.names[r] + "', operator 'var'",
                       .got = "'" + asked + "', which is no column",
                       .expected = near.empty() ? "the name of a column" : "'" + near + "' perhaps",
                       .fix = "pass a table with that column, or give a fallback: "
                              "{\"var\": [name, fallback]}"});
    }
  return out;
}

inline Labels first_match(const MaskMatrix& matches) {
  Labels out = Labels::Constant(matches.rows(), -1);
  for (Index row = 0; row < out.size(); ++row)
    for (Index r = 0; r < matches.cols() && out(row) < 0; ++r)
      if (matches(row, r)) out(row) = static_cast<std::int32_t>(r);
  return out;
}

}  // namespace detail

LIMN_INLINE Rules::Rules(Params params) : params_(core::checked<Rules>(params)) {
  if (!params_.names.empty() && params_.names.size() != params_.rules.size())
    throw ParamError(ErrorCode::param_conflict,
                     {.component = std::string(name),
                      .place = "option 'names'",
                      .got = std::to_string(params_.names.size()) + " names",
                      .expected = std::to_string(params_.rules.size()) + ", one a rule",
                      .fix = "name every rule or none"});
  program_ =
      std::make_shared<const detail::RuleProgram>(detail::read_rules(params_.rules, params_.names));
}

LIMN_INLINE Rules& Rules::fit(const data::FrameView& x) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x.matrix(), name, core::Missing::allowed);
  std::vector<std::string> names;
  for (Index c = 0; c < x.cols(); ++c) names.push_back(detail::column_name(x, c));
  columns_ = detail::columns_of(*program_, names);
  n_features_ = x.cols();
  fitted_ = 1;
  return *this;
}

LIMN_INLINE Rules& Rules::fit(const data::EventLog& log) {
  if (log.n_events() == 0)
    throw DataError(ErrorCode::data_empty, {.component = std::string(name),
                                            .place = "events",
                                            .got = "0",
                                            .expected = "at least 1",
                                            .fix = "pass a log with events"});
  std::vector<std::int32_t> columns = detail::columns_of(*program_, {});
  detail::RuleTable{.program = *program_, .columns = columns, .log = &log}.prepare();
  columns_ = std::move(columns);
  n_features_ = 0;
  fitted_ = 1;
  return *this;
}

LIMN_INLINE MaskMatrix Rules::matches_of(const detail::RuleTable& given) const {
  core::require_fitted(fitted_ != 0, name);
  if (given.x) {
    core::require_width(given.x->cols(), n_features_, name);
    core::require_finite(given.x->matrix(), name, core::Missing::allowed);
    if (given.log)
      core::require_length(given.x->rows(), std::ssize(given.log->offsets()) - 1, name, "users");
  }
  detail::RuleTable table = given;
  table.prepare();
  MaskMatrix out(table.rows(), n_clusters());
  core::parallel_rows(
      static_cast<std::size_t>(out.rows()), 512, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
          const auto at = static_cast<Index>(row);
          const detail::RuleRow source(table, at);
          for (Index r = 0; r < out.cols(); ++r)
            out(at, r) = detail::answer_rule(program_->rules[static_cast<std::size_t>(r)].root,
                                             nullptr, &source)
                             .is_true();
        }
      });
  return out;
}

LIMN_INLINE MaskMatrix Rules::matches(const data::FrameView& x) const {
  return matches_of({.program = *program_, .columns = columns_, .x = &x});
}
LIMN_INLINE MaskMatrix Rules::matches(const data::EventLog& log, std::int64_t as_of_us) const {
  return matches_of({.program = *program_, .columns = columns_, .log = &log, .as_of_us = as_of_us});
}
LIMN_INLINE MaskMatrix Rules::matches(const data::EventLog& log, std::int64_t as_of_us,
                                      const data::FrameView& users) const {
  return matches_of(
      {.program = *program_, .columns = columns_, .x = &users, .log = &log, .as_of_us = as_of_us});
}
LIMN_INLINE Labels Rules::predict(const data::FrameView& x) const {
  return detail::first_match(matches(x));
}
LIMN_INLINE Labels Rules::predict(const data::EventLog& log, std::int64_t as_of_us) const {
  return detail::first_match(matches(log, as_of_us));
}
LIMN_INLINE Labels Rules::predict(const data::EventLog& log, std::int64_t as_of_us,
                                  const data::FrameView& users) const {
  return detail::first_match(matches(log, as_of_us, users));
}

LIMN_INLINE std::vector<std::string> Rules::texts() const { return program_->names; }

LIMN_INLINE std::string Rules::evaluate(std::string_view rule, std::string_view data) {
  const detail::RuleProgram program = detail::read_rules({std::string(rule)}, {});
  const detail::RuleValue given = detail::rule_value(io::parse_json(data, {.depth = 128}));
  return detail::json_of(detail::answer_rule(program.rules[0].root, &given, nullptr)).dump();
}

LIMN_INLINE void Rules::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  require(fitted_ <= 1, "fitted");
  require(n_features_ >= 0 && (fitted_ || n_features_ == 0), "n_features");
  require(columns_.size() == (fitted_ ? program_->variables.size() : 0), "columns");
  for (const std::int32_t column : columns_)
    require(column >= -1 && column < n_features_, "columns");
}

}  // namespace limn::inline LIMN_ABI::cluster
