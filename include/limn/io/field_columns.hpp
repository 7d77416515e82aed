// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <limn/data/column.hpp>

namespace limn::inline LIMN_ABI::io {

/// One field of a text file; a quoted one is a text even when it looks like a gap.
struct Field {
  std::string_view text;
  bool quoted = false;
};

/// The column that holds all fields: int64, float64, boolean or text, or the kind asked for.
/// Errors: DataError naming column and row for a field not of that kind.
data::Column column_from_fields(std::string_view component, const std::string& name,
                                const std::vector<Field>& fields,
                                const std::vector<std::string>& gaps,
                                std::optional<data::Column::Kind> kind);

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/field_columns.ipp>
#endif
