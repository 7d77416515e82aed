// SPDX-License-Identifier: MIT
#include <limn/features/detail/cells.ipp>
