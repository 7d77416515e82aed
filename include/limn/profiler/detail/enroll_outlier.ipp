// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/outlier/outlier.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_outlier() { core::enroll(outlier::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
