// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Sets as bits, 64 members a word.
struct BitKernels {
  /// out[r] = members that `a` (n_words) shares with row r of `b` (n_rows, stride words apart).
  void (*count_shared)(std::size_t n_words, const std::uint64_t* a, const std::uint64_t* b,
                       std::size_t stride, std::size_t n_rows, float* out);
};

}  // namespace limn::inline LIMN_ABI::kernels
