// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <limn/cluster/detail/rule_value.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

enum class RuleOp : std::uint8_t {
  literal,
  list,
  var,
  missing,
  missing_some,
  choose,
  equal,
  same,
  unequal,
  differ,
  no,
  yes,
  both,
  either,
  greater,
  at_least,
  less,
  at_most,
  largest,
  smallest,
  add,
  subtract,
  multiply,
  divide,
  remainder,
  map,
  filter,
  reduce,
  all,
  none,
  some,
  merge,
  in,
  cat,
  substr,
  log,
  events
};

/// Which events of a user a rule asks about, and what.
struct EventQuestion {
  std::string what;                                 ///< count, sum, distinct, last, first
  std::vector<std::string> types = {}, items = {};  ///< empty = all
  double from_days = -1.0;  ///< at most so many days ago; negative = however long
  double to_days = 0.0;     ///< more than so many days ago
};

/// A rule, read: an operator and its arguments.
struct RuleNode {
  RuleOp op = RuleOp::literal;
  RuleValue value;  ///< of a literal
  std::vector<RuleNode> args = {};
  std::int32_t number = -1;  ///< var: of its name; events: of its question
};

/// Where a rule finds what it asks for.
class RuleSource {
 public:
  virtual ~RuleSource() = default;
  /// Value of the program's variable, null where there is none.
  virtual RuleValue value(std::int32_t variable) const = 0;
  virtual RuleValue value(const std::string& name) const = 0;
  virtual RuleValue ask(std::int32_t question) const = 0;
};

/// Rules read once, asked often. Immutable.
struct RuleProgram {
  struct Rule {
    RuleNode root;
    std::vector<std::int32_t> needs;  ///< variables without a fallback
  };
  std::vector<Rule> rules;
  std::vector<std::string> names;      ///< of rules
  std::vector<std::string> variables;  ///< by number
  std::vector<EventQuestion> questions;
};

/// Reads rules written in JSON. names: of the rules, for messages.
/// Errors: FormatError for broken JSON, LimitError when too deep, ParamError for an unknown
/// operator or arguments it cannot have; each names the rule.
RuleProgram read_rules(const std::vector<std::string>& rules,
                       const std::vector<std::string>& names);

/// The answer of a rule. data: what variables are taken from; nullptr = from the source.
/// Errors: LimitError when a text or a list grows beyond all use.
RuleValue answer_rule(const RuleNode& rule, const RuleValue* data, const RuleSource* source);

}  // namespace limn::inline LIMN_ABI::cluster::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/detail/rule_answer.ipp>
#include <limn/cluster/detail/rule_reader.ipp>
#endif
