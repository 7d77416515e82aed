// SPDX-License-Identifier: MIT
#include <limn/data/column_summary.ipp>
