// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/judge.ipp>
