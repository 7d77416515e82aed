// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::data {

/// Numbers side by side that nobody changes any more: copies share them, and memory of others
/// (an Arrow producer, a mapped file) is kept alive by its owner and never copied.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  Buffer(std::vector<T> values) {
    auto owned = std::make_shared<const std::vector<T>>(std::move(values));
    data_ = owned->data();
    size_ = owned->size();
    owner_ = std::move(owned);
  }
  Buffer(std::shared_ptr<const void> owner, std::span<const T> values)
      : owner_(std::move(owner)), data_(values.data()), size_(values.size()) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  std::span<const T> view() const { return {data_, size_}; }

 private:
  std::shared_ptr<const void> owner_;
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// One bit a row, 1 = there is a value; least significant bit first, as Arrow has it. A default
/// Validity says that every row has one, whatever their number.
class Validity {
 public:
  Validity() = default;
  /// Flags (n), 0 = missing.
  explicit Validity(std::span<const std::uint8_t> flags) {
    std::vector<std::uint8_t> bits((flags.size() + 7) / 8, 0);
    for (std::size_t i = 0; i < flags.size(); ++i) {
      if (flags[i])
        bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | 1u << (i % 8));
      else
        ++n_missing_;
    }
    if (n_missing_ > 0) bits_ = std::move(bits);
  }

  bool all() const { return n_missing_ == 0; }
  bool operator[](std::size_t i) const { return all() || (bits_[i / 8] >> (i % 8) & 1u) != 0; }
  std::size_t n_missing() const { return n_missing_; }
  /// The bits; empty when all() rows have a value.
  std::span<const std::uint8_t> bits() const { return bits_.view(); }

 private:
  Buffer<std::uint8_t> bits_;
  std::size_t n_missing_ = 0;
};

}  // namespace limn::inline LIMN_ABI::data
