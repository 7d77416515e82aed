// SPDX-License-Identifier: MIT
#include <limn/data/column_quantiles.ipp>
