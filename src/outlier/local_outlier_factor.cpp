// SPDX-License-Identifier: MIT
#include <limn/outlier/local_outlier_factor.ipp>
