// SPDX-License-Identifier: MIT
#include <limn/recommend/popular.ipp>
