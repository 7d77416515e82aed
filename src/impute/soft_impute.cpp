// SPDX-License-Identifier: MIT
#include <limn/impute/soft_impute.ipp>
