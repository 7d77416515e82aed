// SPDX-License-Identifier: MIT
#include <limn/io/field_columns.ipp>
