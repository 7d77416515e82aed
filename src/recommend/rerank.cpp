// SPDX-License-Identifier: MIT
#include <limn/recommend/rerank.ipp>
