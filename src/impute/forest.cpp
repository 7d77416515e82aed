// SPDX-License-Identifier: MIT
#include <limn/impute/forest.ipp>
