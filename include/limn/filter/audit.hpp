// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::filter {

/// One cell a filter has changed, and why: what a reviewer needs to agree or to undo it.
struct AuditEntry {
  Index row = 0;
  Index column = 0;
  std::string_view rule;  ///< name of the filter: "filter.hampel"
  double value = 0.0;     ///< what was there
  double lower = 0.0;     ///< the range it should have been in
  double upper = 0.0;
  std::string action;        ///< "missing" or "clip"
  double replaced_by = 0.0;  ///< NaN, or the nearer bound
};

}  // namespace limn::inline LIMN_ABI::filter
