// SPDX-License-Identifier: MIT
#include <limn/outlier/ensemble.ipp>
