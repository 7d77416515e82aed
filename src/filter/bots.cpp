// SPDX-License-Identifier: MIT
#include <limn/filter/bots.ipp>
