// SPDX-License-Identifier: MIT
#include <limn/features/price_sensitivity.ipp>
