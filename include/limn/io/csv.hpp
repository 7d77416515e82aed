// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/data/table.hpp>

namespace limn::inline LIMN_ABI::io {

struct CsvOptions {
  char delimiter = '\0';  ///< '\0' = the one of , ; tab | that the first line holds most of
  bool header = true;     ///< the first line names the columns; else they are c0, c1 ...
  /// Fields that mean missing, beside an empty one without quotes.
  std::vector<std::string> missing = {"NA", "NaN", "nan", "null", "NULL", "None"};
  /// Kinds that are not to be guessed: float64, int64, boolean or text.
  std::vector<std::pair<std::string, data::Column::Kind>> kinds = {};
  std::size_t field_bytes = std::size_t{16} << 20;  ///< longest field
};

/// Comma-separated values after RFC 4180: quotes, "" inside them, line ends of any system inside
/// and outside, an optional BOM. Columns are int64, float64, boolean (true, false) or text,
/// whatever holds all their values; an integer with leading zeros is a text, since an id would lose
/// them. Times stay texts: data::make_event_log reads them.
/// Cost: some 8 ns a byte on one thread, and 24 bytes of memory a field while it reads.
/// Errors: FormatError naming the line for a ragged row, a quote that never closes or stands inside
/// a field, a NUL, or bytes that are no UTF-8; DataError for twin column names or a field that is
/// not of the kind asked for; LimitError for a field too long.
data::Table parse_csv(std::string_view text, const CsvOptions& options = {});
/// Errors: as above, and IoError.
data::Table read_csv(const std::filesystem::path& path, const CsvOptions& options = {});

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/csv.ipp>
#endif
