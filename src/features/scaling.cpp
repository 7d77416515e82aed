// SPDX-License-Identifier: MIT
#include <limn/features/detail/scaling.ipp>
