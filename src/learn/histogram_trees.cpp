// SPDX-License-Identifier: MIT
#include <limn/learn/detail/histogram_trees.ipp>
