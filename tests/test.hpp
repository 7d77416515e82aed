// SPDX-License-Identifier: MIT
#pragma once

// One include for every test, whichever Catch2 the machine has: Debian 12 brings version 2.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;

namespace Catch {
/// The name version 2 has for it.
inline auto Contains(const std::string& text) { return Matchers::ContainsSubstring(text); }
}  // namespace Catch
#else
#include <catch2/catch.hpp>
#endif
