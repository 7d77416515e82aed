// SPDX-License-Identifier: MIT
#include <limn/features/pca.ipp>
