// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/enroll_outlier.ipp>
