// SPDX-License-Identifier: MIT
#include <limn/features/one_hot.ipp>
