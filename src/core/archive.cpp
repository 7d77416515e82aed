// SPDX-License-Identifier: MIT
#include <limn/core/archive.ipp>
