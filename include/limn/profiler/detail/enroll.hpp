// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Every room's components by name, once a process, before the first is asked for.
void enroll_rooms();

// One a room, each in a file of its own: a room that changes compiles its own part again, not all.
void enroll_filter();
void enroll_impute();
void enroll_outlier();
void enroll_features();
void enroll_encoder();
void enroll_cluster();
void enroll_recommend();
void enroll_coldstart();

}  // namespace limn::inline LIMN_ABI::profiler::detail
