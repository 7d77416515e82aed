// SPDX-License-Identifier: MIT
#include <limn/profiler/detail/offer.ipp>
