// SPDX-License-Identifier: MIT
#include <limn/recommend/item_gram.ipp>
