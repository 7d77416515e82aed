// SPDX-License-Identifier: MIT
#include <limn/learn/nearest.ipp>
