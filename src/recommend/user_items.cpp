// SPDX-License-Identifier: MIT
#include <limn/recommend/user_items.ipp>
