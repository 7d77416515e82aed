// SPDX-License-Identifier: MIT
#include <limn/io/json.ipp>
