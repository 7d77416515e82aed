// SPDX-License-Identifier: MIT
#include <limn/evaluate/coverage.ipp>
