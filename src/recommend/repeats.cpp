// SPDX-License-Identifier: MIT
#include <limn/recommend/repeats.ipp>
