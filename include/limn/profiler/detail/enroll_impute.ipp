// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/impute/impute.hpp>
#include <limn/profiler/detail/enroll.hpp>
#include <limn/profiler/detail/rename.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_impute() { core::enroll(impute::components{}); }

LIMN_INLINE bool rename_impute(const core::AnyTransformer& step, std::vector<std::string>& names) {
  return rename_as_one_of(impute::components{}, step, names);
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
