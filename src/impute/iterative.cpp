// SPDX-License-Identifier: MIT
#include <limn/impute/iterative.ipp>
