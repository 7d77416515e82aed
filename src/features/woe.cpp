// SPDX-License-Identifier: MIT
#include <limn/features/woe.ipp>
