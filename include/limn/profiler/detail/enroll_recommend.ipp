// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/profiler/detail/enroll.hpp>
#include <limn/recommend/recommend.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_recommend() { core::enroll(recommend::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
