// SPDX-License-Identifier: MIT
#include <limn/learn/ridge.ipp>
