// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include <limn/core/archive.hpp>

namespace limn::inline LIMN_ABI::data {

/// An id as the caller knows it: an integer or a text.
using Id = std::variant<std::int64_t, std::string>;

std::string to_text(const Id& id);

/// The ids of users, items or event types and their dense codes 0 ... size()-1, in order of
/// first appearance. All ids of one vocabulary are of one kind; integers stay integers, so that
/// answers come back in the caller's own type. Asking for an integer id by its text (or the other
/// way round, when the text is that integer) finds it: command lines and JSON know only texts.
class Vocabulary {
 public:
  enum class Kind : std::uint8_t { empty, integer, text };

  Vocabulary() = default;
  explicit Vocabulary(std::vector<std::string> texts);
  explicit Vocabulary(std::vector<std::int64_t> integers);

  Kind kind() const { return kind_; }
  std::size_t size() const;
  /// Code of an id, or -1.
  std::int32_t find(const Id& id) const;
  std::int32_t find(std::string_view text) const;
  std::int32_t find(std::int64_t integer) const;
  /// Code of an id, appended when new. Errors: DataError when of the other kind, LimitError beyond 2^31 - 2 ids.
  std::int32_t insert(const Id& id);
  std::int32_t insert(std::string_view text);
  std::int32_t insert(std::int64_t integer);
  Id id(std::int32_t code) const;
  std::string text(std::int32_t code) const;

  std::span<const std::string> texts() const { return texts_; }          ///< empty unless kind text
  std::span<const std::int64_t> integers() const { return integers_; }  ///< empty unless integer

  /// The code here of every code of `other`, -1 where unknown: (other.size()).
  std::vector<std::int32_t> translate(const Vocabulary& other) const;

  bool operator==(const Vocabulary& other) const;

  template <class V>
  void state(V&& v) {
    v("kind", kind_code_);
    v("texts", texts_);
    v("integers", integers_);
  }
  void check_state();  ///< rebuilds the index after loading; Errors: FormatError on duplicates

 private:
  Kind kind_ = Kind::empty;
  std::uint8_t kind_code_ = 0;
  std::vector<std::string> texts_;
  std::vector<std::int64_t> integers_;
  std::unordered_map<std::string, std::int32_t> text_codes_;
  std::unordered_map<std::int64_t, std::int32_t> integer_codes_;
};

}  // namespace limn::inline LIMN_ABI::data
