// SPDX-License-Identifier: MIT
#include <limn/coldstart/lin_ucb.ipp>
