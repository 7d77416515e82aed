// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/features/features.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_features() { core::enroll(features::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
