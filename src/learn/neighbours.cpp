// SPDX-License-Identifier: MIT
#include <limn/learn/neighbours.ipp>
