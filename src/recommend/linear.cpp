// SPDX-License-Identifier: MIT
#include <limn/recommend/linear.ipp>
