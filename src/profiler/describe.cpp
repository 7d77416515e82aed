// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/describe.ipp>
