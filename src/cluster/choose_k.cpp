// SPDX-License-Identifier: MIT
#include <limn/cluster/choose_k.ipp>
