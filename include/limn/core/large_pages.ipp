// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <limn/core/large_pages.hpp>

namespace limn::inline LIMN_ABI::core {

LIMN_INLINE void prefer_large_pages([[maybe_unused]] void* data,
                                    [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::uintptr_t page = 4096, least = 4U << 20;
  if (bytes < least) return;
  const auto first = (reinterpret_cast<std::uintptr_t>(data) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(data) + bytes) / page * page;
  madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
}

}  // namespace limn::inline LIMN_ABI::core
