// SPDX-License-Identifier: MIT
#include <limn/outlier/ecod.ipp>
