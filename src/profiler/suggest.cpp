// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/suggest.ipp>
