// SPDX-License-Identifier: MIT
#include <limn/outlier/isolation_forest.ipp>
