// SPDX-License-Identifier: MIT
#include <limn/cluster/auto.ipp>
