// SPDX-License-Identifier: MIT
#include <limn/recommend/transitions.ipp>
