// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::filter {

/// One thing a filter has found, and what becomes of it: what a reviewer needs to agree or to undo
/// it. The same for all filters: a cell has a row and a column, a row or an event no column (-1), a
/// column no row (-1).
struct AuditEntry {
  Index row = -1;         ///< row of the table or event of the log
  Index column = -1;      ///< column of the table
  std::string_view rule;  ///< name of the filter: "filter.hampel"
  double value = 0.0;     ///< what was judged: the cell, a correlation, a noise score, a class,
                          ///< the row that is repeated
  double lower = 0.0;     ///< the range it should have been in
  double upper = 0.0;
  std::string action;            ///< "missing", "clip", "drop", "flag", "relabel" or "weight"
  double replaced_by = missing;  ///< the new cell, label or weight; NaN where nothing replaces it
};

using Audit = std::vector<AuditEntry>;

/// An entry for each marked row or event: what filters of whole rows say.
template <class Flags>
Audit audit_rows(const Flags& marked, std::string_view rule, std::string_view action) {
  Audit out;
  for (Index r = 0; r < static_cast<Index>(marked.size()); ++r)
    if (marked[static_cast<std::size_t>(r)])
      out.push_back({r, -1, rule, missing, missing, missing, std::string(action)});
  return out;
}

}  // namespace limn::inline LIMN_ABI::filter
