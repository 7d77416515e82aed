// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/fit.ipp>
