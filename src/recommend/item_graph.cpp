// SPDX-License-Identifier: MIT
#include <limn/recommend/item_graph.ipp>
