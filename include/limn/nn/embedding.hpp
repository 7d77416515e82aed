// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// y (codes, d) += factor * table[code]; a code below 0 adds nothing.
template <class S>
void embed(std::span<const std::int32_t> codes, std::size_t d, S factor, const S* table, S* y) {
  for (std::size_t t = 0; t < codes.size(); ++t)
    if (codes[t] >= 0)
      Math<S>::axpy(d, factor, table + static_cast<std::size_t>(codes[t]) * d, y + t * d);
}

/// dtable[code] += factor * dy
template <class S>
void embed_backward(std::span<const std::int32_t> codes, std::size_t d, S factor, const S* dy,
                    S* dtable) {
  for (std::size_t t = 0; t < codes.size(); ++t)
    if (codes[t] >= 0)
      Math<S>::axpy(d, factor, dy + t * d, dtable + static_cast<std::size_t>(codes[t]) * d);
}

}  // namespace limn::inline LIMN_ABI::nn
