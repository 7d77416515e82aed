// SPDX-License-Identifier: MIT
#include <limn/encoder/label_head.ipp>
