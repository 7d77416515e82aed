// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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
  /// Ids in the order of their codes. Errors: DataError on a duplicate.
  explicit Vocabulary(std::vector<std::string> texts);
  explicit Vocabulary(std::vector<std::int64_t> integers);

  Kind kind() const { return kind_; }
  std::size_t size() const;
  /// Code of an id, or -1.
  std::int32_t find(const Id& id) const;
  std::int32_t find(std::string_view text) const;
  std::int32_t find(std::int64_t integer) const;
  std::int32_t find(const std::convertible_to<std::string_view> auto& text) const {
    return find(std::string_view(text));
  }
  /// Code of an id, appended when new. The first id decides the kind; after that an integer given
  /// to a vocabulary of texts is taken by its text, and a text given to one of integers must be an
  /// integer. Errors: DataError for a text that is not; LimitError beyond 2^31 - 2 ids.
  std::int32_t insert(const Id& id);
  std::int32_t insert(std::string_view text);
  std::int32_t insert(std::int64_t integer);
  std::int32_t insert(const std::convertible_to<std::string_view> auto& text) {
    return insert(std::string_view(text));
  }
  /// Errors of both: DataError unless 0 <= code < size().
  Id id(std::int32_t code) const;
  std::string text(std::int32_t code) const;

  std::span<const std::string> texts() const { return texts_; }         ///< empty unless kind text
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
  /// Rebuilds the index after loading. Errors: FormatError on an unknown kind or a duplicate.
  void check_state();

 private:
  /// One cell of the hash table: part of the hash, so that most misses never touch an id.
  struct Slot {
    std::uint32_t tag = 0;
    std::int32_t code = -1;
  };
  template <class Key>
  std::size_t slot_of(const Key& key, std::uint64_t hash) const;
  template <class Key>
  std::int32_t append(const Key& key, std::uint64_t hash);
  template <class Key>
  bool same(std::int32_t code, const Key& key) const;
  void grow(std::size_t n);
  template <class Keys>
  void index_all(const Keys& keys);

  Kind kind_ = Kind::empty;
  std::uint8_t kind_code_ = 0;  // what the file holds: kind_ as a number
  std::vector<std::string> texts_;
  std::vector<std::int64_t> integers_;
  std::vector<Slot> slots_;  // a power of two, at most half full
};

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/vocabulary.ipp>
#endif
