// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/value.hpp>

namespace limn::inline LIMN_ABI::core {

/// What an option may be: an interval for numbers, a list of choices for texts, or anything.
struct Rule {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;
  std::vector<std::string> choices = {};
};

inline Rule anything() { return {}; }
inline Rule at_least(double low) { return {.low = low}; }
inline Rule above(double low) { return {.low = low, .low_open = true}; }
/// low <= value <= high
inline Rule between(double low, double high) { return {.low = low, .high = high}; }
/// low < value < high
inline Rule inside(double low, double high) {
  return {.low = low, .high = high, .low_open = true, .high_open = true};
}
/// low <= value < high
inline Rule from_below(double low, double high) {
  return {.low = low, .high = high, .high_open = true};
}
inline Rule one_of(std::initializer_list<const char*> choices) {
  return {.choices = {choices.begin(), choices.end()}};
}

/// One option as the outside sees it: help texts, Python keywords and the reference come from this.
struct ParamInfo {
  std::string key;
  std::string help;
  Value fallback;  ///< the default
  std::string
      type;  ///< "int", "float", "bool", "str", "list[float]", "list[str]", "float | None"...
  Rule rule;
};

/// "at least 1", "one of mean, median", "" when anything goes.
std::string rule_text(const Rule& rule);
/// Errors: ParamError naming component, option, value and rule.
void check_rule(std::string_view component, std::string_view key, const Value& value,
                const Rule& rule);
/// The known word nearest to `word` (edit distance at most a third of its length), or "".
std::string nearest_name(std::string_view word, std::span<const std::string> known);
[[noreturn]] void throw_unknown_param(std::string_view component, std::string_view key,
                                      std::span<const std::string> known);
[[noreturn]] void throw_param_type(std::string_view component, std::string_view key,
                                   const Value& got, std::string_view expected);

namespace detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

/// A member of Params to the neutral Value.
template <class T>
Value to_value(const T& member) {
  if constexpr (is_optional<T>::value) {
    return member ? to_value(*member) : Value{};
  } else if constexpr (std::same_as<T, bool> || std::floating_point<T>) {
    return Value{member};
  } else if constexpr (std::integral<T>) {
    return Value{static_cast<std::int64_t>(member)};
  } else {
    return Value{member};  // std::string, std::vector<double>, std::vector<std::string>
  }
}

template <class T>
constexpr std::string_view type_name() {
  if constexpr (is_optional<T>::value) {
    using Inner = typename T::value_type;
    if constexpr (std::same_as<Inner, std::string>)
      return "str | None";
    else if constexpr (std::integral<Inner>)
      return "int | None";
    else
      return "float | None";
  } else if constexpr (std::same_as<T, bool>) {
    return "bool";
  } else if constexpr (std::integral<T>) {
    return "int";
  } else if constexpr (std::floating_point<T>) {
    return "float";
  } else if constexpr (std::same_as<T, std::string>) {
    return "str";
  } else if constexpr (std::same_as<T, std::vector<double>>) {
    return "list[float]";
  } else {
    return "list[str]";
  }
}

/// The neutral Value into a member; an integer may stand for a float, nothing else is converted.
template <class T>
void from_value(std::string_view component, std::string_view key, const Value& value, T& member) {
  if constexpr (is_optional<T>::value) {
    if (std::holds_alternative<std::monostate>(value)) return void(member.reset());
    from_value(component, key, value, member.emplace());
  } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
    const auto* i = std::get_if<std::int64_t>(&value);
    if (!i) throw_param_type(component, key, value, "an integer");
    if (!std::in_range<T>(*i)) check_rule(component, key, value, between(0, 0x7fffffff));
    member = static_cast<T>(*i);
  } else if constexpr (std::floating_point<T>) {
    if (const auto* i = std::get_if<std::int64_t>(&value))
      member = static_cast<T>(*i);
    else if (const auto* d = std::get_if<double>(&value))
      member = static_cast<T>(*d);
    else
      throw_param_type(component, key, value, "a number");
  } else {
    const auto* same = std::get_if<T>(&value);
    if constexpr (std::same_as<T, std::vector<std::string>>) {
      const auto* none = std::get_if<std::vector<double>>(&value);
      if (none && none->empty()) return void(member.clear());  // an empty list has no type
    }
    if (!same) throw_param_type(component, key, value, kind_name(Value{T{}}));
    member = *same;
  }
}

struct NullVisitor {
  template <class... Args>
  void operator()(Args&&...) const {}
};

}  // namespace detail

/// A component whose options can be visited: `describe(v)` calls v(key, member, help, rule).
template <class C>
concept Described = requires(detail::NullVisitor v) {
  typename C::Params;
  C::name;
  C::describe(v);
} && std::default_initializable<typename C::Params>;

/// The options of C with their defaults, in order.
template <Described C>
std::vector<ParamInfo> param_list() {
  std::vector<ParamInfo> out;
  const typename C::Params defaults{};
  C::describe([&](std::string_view key, auto member, std::string_view help, Rule rule) {
    using Member = std::remove_cvref_t<decltype(defaults.*member)>;
    out.push_back({.key = std::string(key),
                   .help = std::string(help),
                   .fallback = detail::to_value(defaults.*member),
                   .type = std::string(detail::type_name<Member>()),
                   .rule = std::move(rule)});
  });
  return out;
}

template <Described C>
Values to_values(const typename C::Params& params) {
  Values out;
  C::describe([&](std::string_view key, auto member, std::string_view, const Rule&) {
    out.emplace_back(std::string(key), detail::to_value(params.*member));
  });
  return out;
}

/// Checks every option against its rule. Called by each component's constructor.
/// Errors: ParamError naming component, option, value and range.
template <Described C>
const typename C::Params& checked(const typename C::Params& params) {
  C::describe([&](std::string_view key, auto member, std::string_view, const Rule& rule) {
    check_rule(C::name, key, detail::to_value(params.*member), rule);
  });
  return params;
}

/// Options by name; those not named keep their default.
/// Errors: ParamError for an unknown name (the nearest one is suggested), a wrong type or range.
template <Described C>
typename C::Params from_values(const Values& values) {
  typename C::Params params{};
  for (const auto& [key, value] : values) {
    bool found = false;
    C::describe([&](std::string_view known, auto member, std::string_view, const Rule&) {
      if (known != key) return;
      detail::from_value(C::name, key, value, params.*member);
      found = true;
    });
    if (found) continue;
    std::vector<std::string> known;
    for (const ParamInfo& info : param_list<C>()) known.push_back(info.key);
    throw_unknown_param(C::name, key, known);
  }
  checked<C>(params);
  return params;
}

}  // namespace limn::inline LIMN_ABI::core

#ifdef LIMN_HEADER_ONLY
#include <limn/core/params.ipp>
#endif
