// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <map>

#include <limn/cluster/detail/rule_json.hpp>
#include <limn/cluster/detail/rule_program.hpp>
#include <limn/core/params.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

inline const std::map<std::string, RuleOp, std::less<>>& rule_operators() {
  static const std::map<std::string, RuleOp, std::less<>> operators{
      {"var", RuleOp::var},       {"missing", RuleOp::missing},
      {"if", RuleOp::choose},     {"missing_some", RuleOp::missing_some},
      {"?:", RuleOp::choose},     {"==", RuleOp::equal},
      {"===", RuleOp::same},      {"!=", RuleOp::unequal},
      {"!==", RuleOp::differ},    {"!", RuleOp::no},
      {"!!", RuleOp::yes},        {"and", RuleOp::both},
      {"or", RuleOp::either},     {">", RuleOp::greater},
      {">=", RuleOp::at_least},   {"<", RuleOp::less},
      {"<=", RuleOp::at_most},    {"max", RuleOp::largest},
      {"min", RuleOp::smallest},  {"+", RuleOp::add},
      {"-", RuleOp::subtract},    {"*", RuleOp::multiply},
      {"/", RuleOp::divide},      {"%", RuleOp::remainder},
      {"map", RuleOp::map},       {"filter", RuleOp::filter},
      {"reduce", RuleOp::reduce}, {"all", RuleOp::all},
      {"none", RuleOp::none},     {"some", RuleOp::some},
      {"merge", RuleOp::merge},   {"in", RuleOp::in},
      {"cat", RuleOp::cat},       {"substr", RuleOp::substr},
      {"log", RuleOp::log},       {"count", RuleOp::events},
      {"sum", RuleOp::events},    {"distinct", RuleOp::events},
      {"last", RuleOp::events},   {"first", RuleOp::events},
  };
  return operators;
}

inline bool runs_over_lists(RuleOp op) { return op >= RuleOp::map && op <= RuleOp::some; }

/// Reads one rule into a program.
class RuleReader {
 public:
  RuleReader(RuleProgram& program, std::string name) : program_(program), name_(std::move(name)) {}

  RuleProgram::Rule read(const std::string& text) {
    RuleProgram::Rule out;
    const io::Json json = parse(text);
    out.root = node(json, false);
    out.needs = std::move(needs_);
    return out;
  }

 private:
  static constexpr std::size_t most_levels = 128;

  std::string place(const std::string& op) const {
    return "rule '" + name_ + "'" + (op.empty() ? "" : ", operator '" + op + "'");
  }
  [[noreturn]] void refuse(const std::string& op, const std::string& got,
                           const std::string& expected) const {
    throw ParamError(ErrorCode::param_range, {.component = "cluster.rules",
                                              .place = place(op),
                                              .got = got,
                                              .expected = expected,
                                              .fix = "see docs/guide/cluster.md for operators"});
  }
  io::Json parse(const std::string& text) const {
    const auto named = [&](const Error& e) {
      ErrorDetail detail = e.detail();
      detail.component = "cluster.rules";
      detail.place = place("") + (detail.place.empty() ? "" : ", " + detail.place);
      return detail;
    };
    try {
      return io::parse_json(text, {.depth = most_levels});
    } catch (const LimitError& e) {
      throw LimitError(e.code(), named(e));
    } catch (const FormatError& e) {
      throw FormatError(e.code(), named(e));
    }
  }

  /// inner: variables are those of a list's item.
  RuleNode node(const io::Json& json, bool inner) {
    RuleNode out;
    if (json.is_array()) {
      out.op = RuleOp::list;
      for (const io::Json& part : json) out.args.push_back(node(part, inner));
      if (std::ranges::all_of(out.args, [](const RuleNode& n) { return n.op == RuleOp::literal; }))
        out = {.value = rule_value(json)};
      return out;
    }
    if (!json.is_object() || json.size() != 1) {
      out.value = rule_value(json);
      return out;
    }
    const std::string& op = json.begin().key();
    const auto known = rule_operators().find(op);
    if (known == rule_operators().end()) refuse_operator(op);
    out.op = known->second;
    if (out.op == RuleOp::events)
      out.number = question(op, json.begin().value());
    else
      arguments(out, op, json.begin().value(), inner);
    return out;
  }
  void arguments(RuleNode& out, const std::string& op, const io::Json& given, bool inner) {
    if (given.is_array())
      for (const io::Json& part : given)
        out.args.push_back(node(part, inner || (runs_over_lists(out.op) && out.args.size() == 1)));
    else
      out.args.push_back(node(given, inner));
    if (runs_over_lists(out.op) && out.args.size() < 2)
      refuse(op, std::to_string(out.args.size()) + " arguments", "a list and a rule for its items");
    if (out.op == RuleOp::var && !inner) bind(out);
  }
  /// A variable whose name is written out gets a number.
  void bind(RuleNode& out) {
    if (out.args.empty() || out.args[0].op != RuleOp::literal) return;
    const RuleValue& key = out.args[0].value;
    if (!key.text() && !key.number()) return;
    const std::string name = key.to_text();
    if (name.empty()) return;
    const auto at = std::ranges::find(program_.variables, name);
    out.number = static_cast<std::int32_t>(at - program_.variables.begin());
    if (at == program_.variables.end()) program_.variables.push_back(name);
    if (out.args.size() < 2) needs_.push_back(out.number);
  }
  [[noreturn]] void refuse_operator(const std::string& op) const {
    std::vector<std::string> names;
    for (const auto& [name, code] : rule_operators()) names.push_back(name);
    const std::string near = core::nearest_name(op, names);
    refuse(op, "an unknown operator",
           near.empty() ? "an operator of JsonLogic or of events" : "'" + near + "' perhaps");
  }

  std::int32_t question(const std::string& op, const io::Json& given) {
    const io::Json& json = given.is_array() && given.size() == 1 ? given[0] : given;
    EventQuestion out{.what = op};
    if (json.is_array() && json.empty()) return add(std::move(out));
    if (!json.is_object()) refuse(op, "no object", "{\"type\": ..., \"within_days\": ...}");
    for (const auto& [key, value] : json.items()) {
      if (key == "type")
        out.types = texts(op, value);
      else if (key == "item")
        out.items = texts(op, value);
      else if (key == "within_days")
        out.from_days = days(op, value);
      else if (key == "between_days" && value.is_array() && value.size() == 2)
        out.from_days = std::max(days(op, value[0]), days(op, value[1])),
        out.to_days = std::min(days(op, value[0]), days(op, value[1]));
      else
        refuse(op, "key '" + key + "'", "type, item, within_days or between_days [from, to]");
    }
    return add(std::move(out));
  }
  std::int32_t add(EventQuestion question) {
    program_.questions.push_back(std::move(question));
    return static_cast<std::int32_t>(program_.questions.size() - 1);
  }
  std::vector<std::string> texts(const std::string& op, const io::Json& json) const {
    std::vector<std::string> out;
    for (const io::Json& one : json.is_array() ? json : io::Json::array({json})) {
      if (!one.is_string() && !one.is_number_integer())
        refuse(op, "a value that is no name", "a text or a list of texts");
      out.push_back(one.is_string() ? one.get<std::string>() : one.dump());
    }
    return out;
  }
  double days(const std::string& op, const io::Json& json) const {
    const double out = json.is_number() ? json.get<double>() : -1.0;
    if (!(out >= 0.0 && out <= 1e6)) refuse(op, "days out of range", "days from 0 to 1000000");
    return out;
  }

  RuleProgram& program_;
  std::string name_;
  std::vector<std::int32_t> needs_;
};

LIMN_INLINE RuleProgram read_rules(const std::vector<std::string>& rules,
                                   const std::vector<std::string>& names) {
  RuleProgram out;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    out.names.push_back(i < names.size() ? names[i] : "segment " + std::to_string(i));
    out.rules.push_back(RuleReader(out, out.names.back()).read(rules[i]));
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
