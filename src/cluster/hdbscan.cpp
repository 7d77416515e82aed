// SPDX-License-Identifier: MIT
#include <limn/cluster/hdbscan.ipp>
