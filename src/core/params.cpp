// SPDX-License-Identifier: MIT
#include <limn/core/params.ipp>
