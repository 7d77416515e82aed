// SPDX-License-Identifier: MIT
#include <limn/outlier/nearest.ipp>
