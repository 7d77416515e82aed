// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/filter/filter.hpp>
#include <limn/profiler/detail/enroll.hpp>
#include <limn/profiler/detail/rename.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_filter() { core::enroll(filter::components{}); }

LIMN_INLINE bool rename_filter(const core::AnyTransformer& step, std::vector<std::string>& names) {
  return rename_as_one_of(filter::components{}, step, names);
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
