// SPDX-License-Identifier: MIT
#include <limn/recommend/ease.ipp>
