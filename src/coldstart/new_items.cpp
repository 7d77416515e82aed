// SPDX-License-Identifier: MIT
#include <limn/coldstart/new_items.ipp>
