// SPDX-License-Identifier: MIT
#include <limn/coldstart/attribute_coder.ipp>
