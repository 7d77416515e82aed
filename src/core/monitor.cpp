// SPDX-License-Identifier: MIT
#include <limn/core/monitor.ipp>
