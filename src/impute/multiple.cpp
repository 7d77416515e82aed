// SPDX-License-Identifier: MIT
#include <limn/impute/multiple.ipp>
