// SPDX-License-Identifier: MIT
#pragma once

// The one public header that includes nlohmann/json: include it only where JSON is the subject.

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include <limn/core/value.hpp>

namespace limn::inline LIMN_ABI::io {

/// Keys keep their order, so that what limn writes is the same every time.
using Json = nlohmann::ordered_json;

struct JsonLimits {
  std::size_t depth = 32;
  std::size_t bytes = std::size_t{16} << 20;
  std::size_t values = std::size_t{1} << 21;  ///< numbers, texts, lists, objects ... in all
};

/// Text to JSON. Size is checked before anything is built, depth and number of values while it is.
/// Cost: linear in the text, whatever it holds.
/// Errors: LimitError beyond the limits; FormatError with the offset for broken JSON, invalid
/// UTF-8, a NUL, a number beyond double, or a key that stands twice in one object.
Json parse_json(std::string_view text, const JsonLimits& limits = {});

/// An option's value. Lists must hold only numbers or only texts.
/// Errors: ParamError for an object, a list of lists, or an integer beyond 64 bits.
core::Value value_from_json(const Json& json);
Json to_json(const core::Value& value);

/// {"key": value, ...}; null is no options. Errors: ParamError when not an object; as above.
core::Values values_from_json(const Json& json);
Json to_json(const core::Values& values);

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/json.ipp>
#endif
