// SPDX-License-Identifier: MIT
#if defined(__x86_64__)
#define LIMN_KERNEL_LEVEL v4
#define LIMN_KERNEL_WIDTH 16
#define LIMN_KERNEL_FN static inline
#include <limn/kernels/detail/level.inc>
#endif
