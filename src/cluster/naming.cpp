// SPDX-License-Identifier: MIT
#include <limn/cluster/naming.ipp>
