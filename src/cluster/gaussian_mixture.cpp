// SPDX-License-Identifier: MIT
#include <limn/cluster/gaussian_mixture.ipp>
