// SPDX-License-Identifier: MIT
#include <limn/evaluate/groups.ipp>
