// SPDX-License-Identifier: MIT
#include <limn/features/cadence.ipp>
