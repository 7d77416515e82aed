// SPDX-License-Identifier: MIT
#include <limn/evaluate/calibration.ipp>
