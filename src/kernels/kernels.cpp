// SPDX-License-Identifier: MIT
#include <limn/kernels/kernels.ipp>
