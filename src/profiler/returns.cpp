// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/returns.ipp>
