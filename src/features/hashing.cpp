// SPDX-License-Identifier: MIT
#include <limn/features/hashing.ipp>
