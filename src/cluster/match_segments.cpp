// SPDX-License-Identifier: MIT
#include <limn/cluster/match_segments.ipp>
