// SPDX-License-Identifier: MIT
#include <limn/impute/knn.ipp>
