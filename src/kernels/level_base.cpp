// SPDX-License-Identifier: MIT
#define LIMN_KERNEL_LEVEL base
#define LIMN_KERNEL_WIDTH 4
#define LIMN_KERNEL_FN static inline
#include <limn/kernels/detail/level.inc>
