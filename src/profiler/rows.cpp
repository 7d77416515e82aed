// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/rows.ipp>
