// SPDX-License-Identifier: MIT
#include <limn/evaluate/regression.ipp>
