// SPDX-License-Identifier: MIT
#include <limn/cluster/detail/spanning_tree.ipp>
