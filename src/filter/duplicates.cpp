// SPDX-License-Identifier: MIT
#include <limn/filter/duplicates.ipp>
