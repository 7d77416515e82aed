// SPDX-License-Identifier: MIT
#include <limn/io/arrow_c.ipp>
