// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/cluster/detail/rule_value.hpp>
#include <limn/io/json.hpp>

// Between JSON and the values of rules; included where JSON is read, never by a public header.
namespace limn::inline LIMN_ABI::cluster::detail {

inline RuleValue rule_value(const io::Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    RuleValue::List list;
    for (const io::Json& part : json) list.push_back(rule_value(part));
    return list;
  }
  if (json.is_null()) return {};
  RuleValue::Object object;
  for (const auto& [key, value] : json.items()) object.emplace_back(key, rule_value(value));
  return object;
}

/// Numbers without a point where they have none; what is no number becomes null.
inline io::Json json_of(const RuleValue& value) {
  if (const bool* b = value.boolean()) return *b;
  if (const double* d = value.number()) {
    if (!std::isfinite(*d)) return nullptr;
    if (*d == std::floor(*d) && std::abs(*d) < 1e15) return static_cast<std::int64_t>(*d);
    return *d;
  }
  if (const std::string* s = value.text()) return *s;
  if (const RuleValue::List* list = value.list()) {
    io::Json out = io::Json::array();
    for (const RuleValue& part : *list) out.push_back(json_of(part));
    return out;
  }
  if (const RuleValue::Object* object = value.object()) {
    io::Json out = io::Json::object();
    for (const auto& [key, part] : *object) out[key] = json_of(part);
    return out;
  }
  return nullptr;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
