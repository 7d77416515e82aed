// SPDX-License-Identifier: MIT
#include <limn/evaluate/classification.ipp>
