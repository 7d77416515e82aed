// SPDX-License-Identifier: MIT
#include <limn/recommend/fusion_weights.ipp>
