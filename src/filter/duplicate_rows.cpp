// SPDX-License-Identifier: MIT
#include <limn/filter/duplicate_rows.ipp>
