// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::core {

/// What an option can hold, whatever language it came from. monostate = not set.
/// JSON, Python keywords and the model file all pass through this one type, so that components
/// and their headers know neither of them.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                           std::vector<double>, std::vector<std::string>>;

/// Options in the order they were given or described.
using Values = std::vector<std::pair<std::string, Value>>;

/// "an integer", "a text" ...
std::string kind_name(const Value& value);
/// Short text of a value for messages: 3, 0.5, "mean", [1, 2].
std::string to_text(const Value& value);

}  // namespace limn::inline LIMN_ABI::core

#ifdef LIMN_HEADER_ONLY
#include <limn/core/value.ipp>
#endif
