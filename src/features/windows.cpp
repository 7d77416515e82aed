// SPDX-License-Identifier: MIT
#include <limn/features/windows.ipp>
