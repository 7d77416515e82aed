// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/encoder/encoder.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_encoder() { core::enroll(encoder::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
