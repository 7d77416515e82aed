// SPDX-License-Identifier: MIT
#pragma once

#include <limn/coldstart/coldstart.hpp>
#include <limn/core/any.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_coldstart() { core::enroll(coldstart::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
