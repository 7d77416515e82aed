// SPDX-License-Identifier: MIT
#include <limn/cluster/kmeans.ipp>
