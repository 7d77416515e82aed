// SPDX-License-Identifier: MIT
#include <limn/io/ndjson.ipp>
