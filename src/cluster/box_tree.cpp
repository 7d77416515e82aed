// SPDX-License-Identifier: MIT
#include <limn/cluster/detail/box_tree.ipp>
