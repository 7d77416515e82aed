// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::io {

/// Offset of the first byte that is NUL or not part of well-formed UTF-8 (no overlong form, no
/// surrogate, nothing above U+10FFFF), or npos. Eight bytes at a time where the text is ASCII.
inline std::size_t first_bad_byte(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const auto follows = [&](std::size_t at) {
    return at < text.size() && (bytes[at] & 0xC0) == 0x80;
  };
  for (std::size_t i = 0; i < text.size();) {
    std::uint64_t word = 0;
    if (i + 8 <= text.size()) {
      std::memcpy(&word, bytes + i, 8);
      const std::uint64_t zero = (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
      if (!(word & 0x8080808080808080u) && !zero) {
        i += 8;
        continue;
      }
    }
    const unsigned char lead = bytes[i];
    const unsigned second = i + 1 < text.size() ? bytes[i + 1] : 0u;
    if (lead == 0) return i;
    if (lead < 0x80)
      i += 1;
    else if (lead >= 0xC2 && lead <= 0xDF && follows(i + 1))
      i += 2;
    else if (lead >= 0xE0 && lead <= 0xEF && follows(i + 1) && follows(i + 2) &&
             (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second < 0xA0))
      i += 3;
    else if (lead >= 0xF0 && lead <= 0xF4 && follows(i + 1) && follows(i + 2) && follows(i + 3) &&
             (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second < 0x90))
      i += 4;
    else
      return i;
  }
  return std::string_view::npos;
}

}  // namespace limn::inline LIMN_ABI::io
