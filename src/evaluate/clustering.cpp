// SPDX-License-Identifier: MIT
#include <limn/evaluate/clustering.ipp>
