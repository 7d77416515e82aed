// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/filter/filter.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_filter() { core::enroll(filter::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
