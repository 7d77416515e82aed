// SPDX-License-Identifier: MIT
#include <limn/coldstart/pre_classify.ipp>
