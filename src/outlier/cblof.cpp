// SPDX-License-Identifier: MIT
#include <limn/outlier/cblof.ipp>
