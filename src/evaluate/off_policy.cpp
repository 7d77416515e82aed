// SPDX-License-Identifier: MIT
#include <limn/evaluate/off_policy.ipp>
