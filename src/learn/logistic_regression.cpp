// SPDX-License-Identifier: MIT
#include <limn/learn/logistic_regression.ipp>
