// SPDX-License-Identifier: MIT
#include <limn/recommend/rerank_lists.ipp>
