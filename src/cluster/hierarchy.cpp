// SPDX-License-Identifier: MIT
#include <limn/cluster/hierarchy.ipp>
