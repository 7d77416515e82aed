// SPDX-License-Identifier: MIT
#pragma once

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// Dropout whose mask is a function of (key, first + index): nothing is stored, the backward pass
/// calls it again. Off when share is 0.
struct Dropout {
  double share = 0.0;       ///< of numbers set to 0, in [0, 1)
  std::uint32_t key = 0;    ///< differs by step
  std::uint32_t first = 0;  ///< counter of the first number: token number * width

  /// `site` names the place in the network.
  template <class S>
  void apply(std::uint32_t site, std::size_t n, S* x) const {
    if (share <= 0.0) return;
    Math<S>::dropout(n, key ^ (site * 0x9e3779b9u), first,
                     static_cast<std::uint32_t>(share * 4294967296.0),
                     static_cast<S>(1.0 / (1.0 - share)), x);
  }
};

}  // namespace limn::inline LIMN_ABI::nn
