// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include <limn/data/table.hpp>

namespace limn::inline LIMN_ABI::io {

/// One flat JSON object a line: {"user": "u1", "item": 7, "price": 9.5}. Columns are the keys in
/// order of first appearance; a key that a line lacks, or null, is missing. Numbers become int64 or
/// float64, true and false boolean, everything else text; a column of several kinds is text.
/// Errors: FormatError naming the line for broken JSON, a line that is no object, or a value that
/// is an object or a list; LimitError for a line above `line_bytes`.
data::Table parse_ndjson(std::string_view text, std::size_t line_bytes = std::size_t{1} << 20);
/// Errors: as above, and IoError.
data::Table read_ndjson(const std::filesystem::path& path,
                        std::size_t line_bytes = std::size_t{1} << 20);

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/ndjson.ipp>
#endif
