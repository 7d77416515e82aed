// SPDX-License-Identifier: MIT
#include <limn/coldstart/ladder_learn.ipp>
