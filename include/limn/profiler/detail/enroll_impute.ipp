// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/impute/impute.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_impute() { core::enroll(impute::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
