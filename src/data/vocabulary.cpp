// SPDX-License-Identifier: MIT
#include <limn/data/vocabulary.ipp>
