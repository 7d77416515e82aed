// SPDX-License-Identifier: MIT
#include <limn/encoder/detail/count_vectors.ipp>
