// SPDX-License-Identifier: MIT
#include <limn/io/atomic_file.ipp>
