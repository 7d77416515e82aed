// SPDX-License-Identifier: MIT
#include <limn/cluster/rules.ipp>
