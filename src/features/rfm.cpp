// SPDX-License-Identifier: MIT
#include <limn/features/rfm.ipp>
