// SPDX-License-Identifier: MIT
#include <limn/impute/detail/ridge_chain.ipp>
