// SPDX-License-Identifier: MIT
#pragma once

#include <limn/profiler/detail/enroll.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void enroll_rooms() {
  static const bool done = [] {
    enroll_filter(), enroll_impute();
    enroll_outlier(), enroll_features();
    enroll_encoder(), enroll_cluster();
    enroll_recommend(), enroll_coldstart();
    return true;
  }();
  (void)done;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
