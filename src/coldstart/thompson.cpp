// SPDX-License-Identifier: MIT
#include <limn/coldstart/thompson.ipp>
