// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/segment.ipp>
