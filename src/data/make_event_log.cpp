// SPDX-License-Identifier: MIT
#include <limn/data/make_event_log.ipp>
