// SPDX-License-Identifier: MIT
#include <limn/recommend/sequence.ipp>
