// SPDX-License-Identifier: MIT
#include <limn/coldstart/arms.ipp>
