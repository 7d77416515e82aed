// SPDX-License-Identifier: MIT
#include <limn/impute/detail/soft_table.ipp>
