// SPDX-License-Identifier: MIT
#include <limn/evaluate/ranking.ipp>
