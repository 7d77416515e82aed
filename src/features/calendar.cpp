// SPDX-License-Identifier: MIT
#include <limn/features/calendar.ipp>
