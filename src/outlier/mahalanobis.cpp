// SPDX-License-Identifier: MIT
#include <limn/outlier/mahalanobis.ipp>
