// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/split.ipp>
