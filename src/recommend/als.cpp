// SPDX-License-Identifier: MIT
#include <limn/recommend/als.ipp>
