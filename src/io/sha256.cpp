// SPDX-License-Identifier: MIT
#include <limn/io/sha256.ipp>
