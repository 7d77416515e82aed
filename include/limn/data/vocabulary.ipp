// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <limits>
#include <optional>

#include <limn/data/vocabulary.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

inline std::uint64_t hash_id(std::int64_t integer) {  // the finisher of SplitMix64
  auto h = static_cast<std::uint64_t>(integer) + 0x9E3779B97F4A7C15u;
  h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
  h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
  return h ^ (h >> 31);
}
inline std::uint64_t hash_id(std::string_view text) {
  return hash_id(static_cast<std::int64_t>(std::hash<std::string_view>{}(text)));
}

/// The integer a text is the usual writing of: "-7" but neither "007" nor "+7".
inline std::optional<std::int64_t> canonical_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || std::to_string(value) != text)
    return std::nullopt;
  return value;
}

[[noreturn]] inline void throw_id(ErrorCode code, std::string got, std::string expected,
                                  std::string fix) {
  throw DataError(code, {.component = "data.vocabulary",
                         .place = "ids",
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = std::move(fix)});
}

inline void check_code(std::int32_t code, std::size_t size) {
  if (code < 0 || static_cast<std::size_t>(code) >= size)
    throw_id(ErrorCode::data_unknown_id, "code " + std::to_string(code),
             "a code below " + std::to_string(size), "use codes of this vocabulary");
}

}  // namespace detail

LIMN_INLINE std::string to_text(const Id& id) {
  if (const auto* integer = std::get_if<std::int64_t>(&id)) return std::to_string(*integer);
  return std::get<std::string>(id);
}

LIMN_INLINE Vocabulary::Vocabulary(std::vector<std::string> texts)
    : kind_(texts.empty() ? Kind::empty : Kind::text),
      kind_code_(static_cast<std::uint8_t>(kind_)),
      texts_(std::move(texts)) {
  index_all(texts_);
}

LIMN_INLINE Vocabulary::Vocabulary(std::vector<std::int64_t> integers)
    : kind_(integers.empty() ? Kind::empty : Kind::integer),
      kind_code_(static_cast<std::uint8_t>(kind_)),
      integers_(std::move(integers)) {
  index_all(integers_);
}

LIMN_INLINE std::size_t Vocabulary::size() const {
  return kind_ == Kind::integer ? integers_.size() : texts_.size();
}

template <class Key>
bool Vocabulary::same(std::int32_t code, const Key& key) const {
  if constexpr (std::integral<Key>)
    return integers_[static_cast<std::size_t>(code)] == key;
  else
    return texts_[static_cast<std::size_t>(code)] == key;
}

/// Where the key is, or the free cell where it would go. slots_ must not be empty.
template <class Key>
std::size_t Vocabulary::slot_of(const Key& key, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = static_cast<std::size_t>(hash) & mask;
  while (slots_[at].code >= 0 && !(slots_[at].tag == tag && same(slots_[at].code, key)))
    at = (at + 1) & mask;
  return at;
}

/// Makes room for n ids, moving those that are there.
LIMN_INLINE void Vocabulary::grow(std::size_t n) {
  if (n > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) - 1)
    throw LimitError(ErrorCode::limit_size, {.component = "data.vocabulary",
                                             .place = "ids",
                                             .got = std::to_string(n),
                                             .expected = "at most 2147483646 ids",
                                             .fix = "split the data"});
  if (2 * n <= slots_.size()) return;
  std::size_t capacity = 16;
  while (capacity < 2 * n) capacity *= 2;
  slots_.assign(capacity, Slot{});
  for (std::size_t code = 0; code < size(); ++code) {
    const std::uint64_t hash =
        kind_ == Kind::integer ? detail::hash_id(integers_[code]) : detail::hash_id(texts_[code]);
    std::size_t at = static_cast<std::size_t>(hash) & (capacity - 1);
    while (slots_[at].code >= 0) at = (at + 1) & (capacity - 1);
    slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::int32_t>(code)};
  }
}

template <class Keys>
void Vocabulary::index_all(const Keys& keys) {
  slots_.clear();
  if (keys.empty()) return;
  std::size_t capacity = 16;
  while (capacity < 2 * keys.size()) capacity *= 2;
  grow(0);
  slots_.assign(capacity, Slot{});
  for (std::size_t code = 0; code < keys.size(); ++code) {
    const std::uint64_t hash = detail::hash_id(keys[code]);
    Slot& slot = slots_[slot_of(keys[code], hash)];
    if (slot.code >= 0)
      detail::throw_id(ErrorCode::data_duplicate, "the id at " + std::to_string(code) + " twice",
                       "every id once", "remove the duplicate");
    slot = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::int32_t>(code)};
  }
}

template <class Key>
std::int32_t Vocabulary::append(const Key& key, std::uint64_t hash) {
  if (!slots_.empty())
    if (const Slot& slot = slots_[slot_of(key, hash)]; slot.code >= 0) return slot.code;
  const auto code = static_cast<std::int32_t>(size());
  grow(size() + 1);
  const std::size_t at = slot_of(key, hash);
  if constexpr (std::integral<Key>) {
    integers_.push_back(key);
    kind_ = Kind::integer;
  } else {
    texts_.emplace_back(key);
    kind_ = Kind::text;
  }
  kind_code_ = static_cast<std::uint8_t>(kind_);
  slots_[at] = {static_cast<std::uint32_t>(hash >> 32), code};
  return code;
}

LIMN_INLINE std::int32_t Vocabulary::find(const Id& id) const {
  if (const auto* integer = std::get_if<std::int64_t>(&id)) return find(*integer);
  return find(std::string_view(std::get<std::string>(id)));
}

LIMN_INLINE std::int32_t Vocabulary::find(std::string_view text) const {
  if (slots_.empty()) return -1;
  if (kind_ == Kind::text) return slots_[slot_of(text, detail::hash_id(text))].code;
  const auto integer = detail::canonical_integer(text);
  return integer ? find(*integer) : -1;
}

LIMN_INLINE std::int32_t Vocabulary::find(std::int64_t integer) const {
  if (slots_.empty()) return -1;
  if (kind_ == Kind::text) return find(std::string_view(std::to_string(integer)));
  return slots_[slot_of(integer, detail::hash_id(integer))].code;
}

LIMN_INLINE std::int32_t Vocabulary::insert(const Id& id) {
  if (const auto* integer = std::get_if<std::int64_t>(&id)) return insert(*integer);
  return insert(std::string_view(std::get<std::string>(id)));
}

LIMN_INLINE std::int32_t Vocabulary::insert(std::string_view text) {
  if (kind_ != Kind::integer) return append(text, detail::hash_id(text));
  const auto integer = detail::canonical_integer(text);
  if (!integer)
    detail::throw_id(ErrorCode::data_column_type, "a text", "an integer like the ids before it",
                     "give all ids as texts from the start");
  return insert(*integer);
}

LIMN_INLINE std::int32_t Vocabulary::insert(std::int64_t integer) {
  if (kind_ == Kind::text) return insert(std::string_view(std::to_string(integer)));
  return append(integer, detail::hash_id(integer));
}

LIMN_INLINE Id Vocabulary::id(std::int32_t code) const {
  detail::check_code(code, size());
  if (kind_ == Kind::integer) return integers_[static_cast<std::size_t>(code)];
  return texts_[static_cast<std::size_t>(code)];
}

LIMN_INLINE std::string Vocabulary::text(std::int32_t code) const { return to_text(id(code)); }

LIMN_INLINE std::vector<std::int32_t> Vocabulary::translate(const Vocabulary& other) const {
  std::vector<std::int32_t> out(other.size());
  for (std::size_t code = 0; code < out.size(); ++code)
    out[code] = other.kind_ == Kind::integer ? find(other.integers_[code])
                                             : find(std::string_view(other.texts_[code]));
  return out;
}

LIMN_INLINE bool Vocabulary::operator==(const Vocabulary& other) const {
  return texts_ == other.texts_ && integers_ == other.integers_;
}

LIMN_INLINE void Vocabulary::check_state() {
  core::require_state(kind_code_ <= static_cast<std::uint8_t>(Kind::text), "data.vocabulary",
                      "kind");
  kind_ = static_cast<Kind>(kind_code_);
  core::require_state(
      (kind_ == Kind::integer) == !integers_.empty() && (kind_ == Kind::text) == !texts_.empty(),
      "data.vocabulary", "ids");
  try {
    if (kind_ == Kind::integer)
      index_all(integers_);
    else
      index_all(texts_);
  } catch (const DataError&) {
    core::require_state(false, "data.vocabulary", "ids");
  }
}

}  // namespace limn::inline LIMN_ABI::data
