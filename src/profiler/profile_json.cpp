// SPDX-License-Identifier: MIT
#include <limn/profiler/profile_json.ipp>
