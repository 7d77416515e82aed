// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/io/json.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

[[noreturn]] inline void throw_json(ErrorCode code, std::size_t offset, std::string got,
                                    std::string expected) {
  throw FormatError(code, {.component = "io.json",
                           .place = "byte " + std::to_string(offset),
                           .got = std::move(got),
                           .expected = std::move(expected),
                           .fix = "mend the JSON"});
}

/// Depth by brackets outside of texts; cheap, and before anything is built.
inline void check_depth(std::string_view text, std::size_t most) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if ((c == '{' || c == '[') && ++depth > most)
      throw LimitError(ErrorCode::limit_depth, {.component = "io.json",
                                                .place = "byte " + std::to_string(i),
                                                .got = "a depth above " + std::to_string(most),
                                                .expected = "at most " + std::to_string(most),
                                                .fix = "flatten the document"});
  }
}

/// Refuses a key that stands twice in one object: two readers could see two documents.
class UniqueKeys {
 public:
  bool operator()(int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(parsed.get<std::string>()).second)
      throw FormatError(ErrorCode::format_header, {.component = "io.json",
                                                   .place = "an object",
                                                   .got = "a key that stands twice",
                                                   .expected = "each key once",
                                                   .fix = "remove one of them"});
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;
};

[[noreturn]] inline void throw_option(const std::string& got, const std::string& expected) {
  throw ParamError(ErrorCode::param_type, {.component = "io.json",
                                           .place = "an option",
                                           .got = got,
                                           .expected = expected,
                                           .fix = "pass " + expected});
}

inline core::Value list_from_json(const Json& json) {
  if (std::ranges::all_of(json, [](const Json& j) { return j.is_number(); }))
    return json.get<std::vector<double>>();
  if (std::ranges::all_of(json, [](const Json& j) { return j.is_string(); }))
    return json.get<std::vector<std::string>>();
  throw_option("a mixed list", "a list of numbers or a list of texts");
}

}  // namespace detail

LIMN_INLINE Json parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes)
    throw LimitError(ErrorCode::limit_size, {.component = "io.json",
                                             .place = "document",
                                             .got = std::to_string(text.size()) + " bytes",
                                             .expected = "at most " + std::to_string(limits.bytes),
                                             .fix = "split the document"});
  detail::check_depth(text, limits.depth);
  try {
    detail::UniqueKeys unique;
    return Json::parse(text.begin(), text.end(), std::ref(unique));
  } catch (const nlohmann::json::parse_error& e) {
    detail::throw_json(ErrorCode::format_header, e.byte, "broken JSON", "a JSON document");
  } catch (const nlohmann::json::exception&) {
    detail::throw_json(ErrorCode::format_header, 0, "a number out of range", "a JSON document");
  }
}

LIMN_INLINE core::Value value_from_json(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null:
      return std::monostate{};
    case Json::value_t::boolean:
      return json.get<bool>();
    case Json::value_t::number_integer:
      return json.get<std::int64_t>();
    case Json::value_t::number_unsigned:
      if (json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
        detail::throw_option("an integer beyond 64 bits", "an integer below 2^63");
      return json.get<std::int64_t>();
    case Json::value_t::number_float:
      return json.get<double>();
    case Json::value_t::string:
      return json.get<std::string>();
    case Json::value_t::array:
      return detail::list_from_json(json);
    default:
      detail::throw_option("an object", "a value or a flat list");
  }
}

LIMN_INLINE Json to_json(const core::Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
          return nullptr;
        else
          return held;
      },
      value);
}

LIMN_INLINE core::Values values_from_json(const Json& json) {
  core::Values out;
  if (json.is_null()) return out;
  if (!json.is_object())
    detail::throw_option(std::string("a ") + json.type_name(), "an object of options");
  for (const auto& [key, value] : json.items()) out.emplace_back(key, value_from_json(value));
  return out;
}

LIMN_INLINE Json to_json(const core::Values& values) {
  Json out = Json::object();
  for (const auto& [key, value] : values) out[key] = to_json(value);
  return out;
}

}  // namespace limn::inline LIMN_ABI::io
