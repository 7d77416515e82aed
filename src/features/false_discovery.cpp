// SPDX-License-Identifier: MIT
#include <limn/features/false_discovery.ipp>
