// SPDX-License-Identifier: MIT
#include <limn/features/standard.ipp>
