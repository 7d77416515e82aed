// SPDX-License-Identifier: MIT
#include <limn/features/quantile.ipp>
