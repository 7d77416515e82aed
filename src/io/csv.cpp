// SPDX-License-Identifier: MIT
#include <limn/io/csv.ipp>
