// SPDX-License-Identifier: MIT
#include <limn/features/interests.ipp>
