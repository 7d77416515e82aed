// SPDX-License-Identifier: MIT
#include <limn/coldstart/attributes.ipp>
