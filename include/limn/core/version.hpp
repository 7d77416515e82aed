// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <limn/core/config.hpp>

// The one place that knows the version; CMake and pyproject.toml read it from here.
#define LIMN_VERSION "0.1.0"

namespace limn::inline LIMN_ABI {
inline constexpr std::string_view version = LIMN_VERSION;
}  // namespace limn::inline LIMN_ABI
