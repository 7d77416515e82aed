// SPDX-License-Identifier: MIT
#include <limn/profiler/config.ipp>
