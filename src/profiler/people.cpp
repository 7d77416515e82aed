// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/people.ipp>
