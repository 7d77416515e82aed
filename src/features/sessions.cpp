// SPDX-License-Identifier: MIT
#include <limn/features/sessions.ipp>
