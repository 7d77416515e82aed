// SPDX-License-Identifier: MIT
#include <limn/features/k_bins.ipp>
