// SPDX-License-Identifier: MIT
#include <limn/core/value.ipp>
