// SPDX-License-Identifier: MIT
#include <limn/recommend/spd_inverse.ipp>
