// SPDX-License-Identifier: MIT
#pragma once

#include <new>
#include <string>
#include <string_view>

#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// Runs body; memory that is not there becomes a LimitError.
template <class Body>
decltype(auto) within_memory(std::string_view component, Body&& body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    throw LimitError(ErrorCode::limit_size,
                     {.component = std::string(component),
                      .place = "memory",
                      .got = "a table too large for it",
                      .expected = "room for a few copies of the table",
                      .fix = "fit on a sample of the rows, transform in parts"});
  }
}

}  // namespace limn::inline LIMN_ABI::impute::detail
