// SPDX-License-Identifier: MIT
#include <limn/filter/edited_nearest_neighbours.ipp>
