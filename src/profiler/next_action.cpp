// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/next_action.ipp>
