// SPDX-License-Identifier: MIT
#include <limn/filter/correlated.ipp>
