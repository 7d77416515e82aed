// SPDX-License-Identifier: MIT
#include <limn/features/mutual_information.ipp>
