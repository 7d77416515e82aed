// SPDX-License-Identifier: MIT
#include <limn/profiler/profiler.ipp>
