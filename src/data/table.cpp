// SPDX-License-Identifier: MIT
#include <limn/data/table.ipp>
