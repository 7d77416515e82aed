// SPDX-License-Identifier: MIT
#include <limn/features/target.ipp>
