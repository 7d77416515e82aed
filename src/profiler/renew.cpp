// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/renew.ipp>
