// SPDX-License-Identifier: MIT
#include <limn/data/split.ipp>
