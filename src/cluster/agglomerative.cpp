// SPDX-License-Identifier: MIT
#include <limn/cluster/agglomerative.ipp>
