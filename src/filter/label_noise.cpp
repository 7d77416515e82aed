// SPDX-License-Identifier: MIT
#include <limn/filter/label_noise.ipp>
