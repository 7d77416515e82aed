// SPDX-License-Identifier: MIT
#include <limn/coldstart/similar_users.ipp>
