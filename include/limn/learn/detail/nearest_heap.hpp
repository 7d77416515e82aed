// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

/// The k nearest rows met so far, as a heap with the farthest in front.
class NearestHeap {
 public:
  using Entry = std::pair<double, std::int32_t>;  ///< squared distance, row

  explicit NearestHeap(std::size_t k) : k_(k) { entries_.reserve(k); }
  /// The squared distance beyond which no row is wanted.
  double limit() const {
    return entries_.size() < k_ ? std::numeric_limits<double>::infinity() : entries_.front().first;
  }
  void offer(Entry entry) {
    if (entries_.size() == k_) {
      if (!(entry < entries_.front())) return;
      std::pop_heap(entries_.begin(), entries_.end());
      entries_.pop_back();
    }
    entries_.push_back(entry);
    std::push_heap(entries_.begin(), entries_.end());
  }
  /// Nearest first.
  const std::vector<Entry>& sorted() {
    std::sort_heap(entries_.begin(), entries_.end());
    return entries_;
  }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::size_t k_;
  std::vector<Entry> entries_;
};

}  // namespace limn::inline LIMN_ABI::learn::detail
