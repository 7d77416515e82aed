// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/cluster.hpp>
#include <limn/core/any.hpp>
#include <limn/profiler/detail/enroll.hpp>
#include <limn/profiler/detail/rename.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_cluster() { core::enroll(cluster::components{}); }

LIMN_INLINE bool rename_cluster(const core::AnyTransformer& step, std::vector<std::string>& names) {
  return rename_as_one_of(cluster::components{}, step, names);
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
