// SPDX-License-Identifier: MIT
#include <limn/coldstart/ladder.ipp>
