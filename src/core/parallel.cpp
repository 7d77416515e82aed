// SPDX-License-Identifier: MIT
#include <limn/core/parallel.ipp>
