// SPDX-License-Identifier: MIT
#include <limn/core/large_pages.ipp>
