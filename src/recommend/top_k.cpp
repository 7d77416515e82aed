// SPDX-License-Identifier: MIT
#include <limn/recommend/top_k.ipp>
