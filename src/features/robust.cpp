// SPDX-License-Identifier: MIT
#include <limn/features/robust.ipp>
