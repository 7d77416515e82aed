// SPDX-License-Identifier: MIT
#include <limn/coldstart/ladder_weights.ipp>
