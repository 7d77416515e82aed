// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/cluster.hpp>
#include <limn/core/any.hpp>
#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_cluster() { core::enroll(cluster::components{}); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
