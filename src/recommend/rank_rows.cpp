// SPDX-License-Identifier: MIT
#include <limn/recommend/rank_rows.ipp>
