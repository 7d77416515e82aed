// SPDX-License-Identifier: MIT
#include <limn/cluster/k_prototypes.ipp>
