// SPDX-License-Identifier: MIT
#include <limn/data/event_log.ipp>
