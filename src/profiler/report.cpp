// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/report.ipp>
