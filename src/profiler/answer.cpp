// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/answer.ipp>
