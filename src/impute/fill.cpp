// SPDX-License-Identifier: MIT
#include <limn/impute/detail/fill.ipp>
