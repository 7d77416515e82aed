// SPDX-License-Identifier: MIT
#include <limn/recommend/fusion.ipp>
