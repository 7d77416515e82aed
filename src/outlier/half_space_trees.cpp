// SPDX-License-Identifier: MIT
#include <limn/outlier/half_space_trees.ipp>
