// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// What a rule computes with: null, true, a number, a text, a list or an object, with the meanings
/// JavaScript gives them. Texts and what is larger are shared, never changed.
class RuleValue {
 public:
  using List = std::vector<RuleValue>;
  using Object = std::vector<std::pair<std::string, RuleValue>>;

  RuleValue() = default;
  RuleValue(bool value) : value_(value) {}
  RuleValue(double value) : value_(value) {}
  RuleValue(std::string text) : value_(std::make_shared<const std::string>(std::move(text))) {}
  RuleValue(List list) : value_(std::make_shared<const List>(std::move(list))) {}
  RuleValue(Object object) : value_(std::make_shared<const Object>(std::move(object))) {}

  bool is_null() const { return value_.index() == 0; }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const double* number() const { return std::get_if<double>(&value_); }
  const std::string* text() const { return pointer<std::string>(); }
  const List* list() const { return pointer<List>(); }
  const Object* object() const { return pointer<Object>(); }

  /// False: null, false, 0, not a number, "" and [].
  bool is_true() const;
  /// Not a number where JavaScript says so.
  double to_number() const;
  std::string to_text() const;
  /// JavaScript's === and ==.
  bool same_as(const RuleValue& other) const;
  bool equals(const RuleValue& other) const;
  /// JavaScript's < and <=: texts by letters, all else by number.
  bool below(const RuleValue& other, bool or_equal) const;

 private:
  template <class T>
  const T* pointer() const {
    const auto* held = std::get_if<std::shared_ptr<const T>>(&value_);
    return held ? held->get() : nullptr;
  }
  std::variant<std::monostate, bool, double, std::shared_ptr<const std::string>,
               std::shared_ptr<const List>, std::shared_ptr<const Object>>
      value_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/detail/rule_value.ipp>
#endif
