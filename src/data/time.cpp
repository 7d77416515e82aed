// SPDX-License-Identifier: MIT
#include <limn/data/time.ipp>
