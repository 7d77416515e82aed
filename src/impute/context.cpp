// SPDX-License-Identifier: MIT
#include <limn/impute/context.ipp>
