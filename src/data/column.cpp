// SPDX-License-Identifier: MIT
#include <limn/data/column.ipp>
