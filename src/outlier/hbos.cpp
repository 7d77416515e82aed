// SPDX-License-Identifier: MIT
#include <limn/outlier/hbos.ipp>
