// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::core {

/// Asks for large pages behind memory fresh from the allocator, so that a large answer is written
/// at the speed of memory and not of page faults (four times slower). Only advice: small pieces and
/// systems that know no such pages stay as they are.
void prefer_large_pages(void* data, std::size_t bytes) noexcept;

}  // namespace limn::inline LIMN_ABI::core

#ifdef LIMN_HEADER_ONLY
#include <limn/core/large_pages.ipp>
#endif
