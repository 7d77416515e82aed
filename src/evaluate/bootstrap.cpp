// SPDX-License-Identifier: MIT
#include <limn/evaluate/bootstrap.ipp>
