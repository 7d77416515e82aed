// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/io/json.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

[[noreturn]] inline void throw_json(std::size_t offset, std::string got, std::string expected) {
  throw FormatError(ErrorCode::format_header, {.component = "io.json",
                                               .place = "byte " + std::to_string(offset),
                                               .got = std::move(got),
                                               .expected = std::move(expected),
                                               .fix = "mend the JSON"});
}

[[noreturn]] inline void throw_json_limit(ErrorCode code, const char* what, std::size_t most) {
  throw LimitError(code, {.component = "io.json",
                          .place = "document",
                          .got = std::string("more ") + what,
                          .expected = "at most " + std::to_string(most),
                          .fix = "flatten or split the document"});
}

/// Builds a document from the parser's events and stops at the first one that passes a limit. Ours,
/// because the library's own builder looks through all keys of an object for each new one, so that
/// a hostile megabyte of keys would take minutes, and because it lets a key stand twice.
class JsonBuilder {
 public:
  explicit JsonBuilder(const JsonLimits& limits) : limits_(limits) {}
  Json take() { return std::move(root_); }

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool number_float(Json::number_float_t value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_array() { return close(); }
  bool end_object() {
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : open_.back()->get_ref<const Json::object_t&>())
      keys.push_back(key);
    std::ranges::sort(keys);
    if (std::ranges::adjacent_find(keys) != keys.end())
      throw FormatError(ErrorCode::format_header, {.component = "io.json",
                                                   .place = "an object",
                                                   .got = "a key that stands twice",
                                                   .expected = "each key once",
                                                   .fix = "remove one of them"});
    return close();
  }
  bool key(std::string& text) {
    key_ = std::move(text);
    return true;
  }
  bool parse_error(std::size_t offset, const std::string&, const Json::exception& error) {
    const bool number = dynamic_cast<const Json::out_of_range*>(&error) != nullptr;
    throw_json(offset, number ? "a number out of range" : "broken JSON", "a JSON document");
  }

 private:
  Json* place(Json value) {
    if (++n_values_ > limits_.values)
      throw_json_limit(ErrorCode::limit_size, "values", limits_.values);
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) return &parent.get_ref<Json::array_t&>().emplace_back(std::move(value));
    // The base of an ordered object is a list of pairs: appending looks at no other key.
    std::vector<std::pair<const std::string, Json>>& pairs = parent.get_ref<Json::object_t&>();
    return &pairs.emplace_back(std::move(key_), std::move(value)).second;
  }
  bool add(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (open_.size() >= limits_.depth)
      throw_json_limit(ErrorCode::limit_depth, "levels", limits_.depth);
    open_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  JsonLimits limits_;
  Json root_;
  std::vector<Json*> open_;  // only the innermost grows, so the addresses hold
  std::string key_;
  std::size_t n_values_ = 0;
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
    detail::throw_json_limit(ErrorCode::limit_size, "bytes", limits.bytes);
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    detail::throw_json(nul, "a NUL byte", "a JSON document");  // the parser would stop there
  detail::JsonBuilder builder(limits);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
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
