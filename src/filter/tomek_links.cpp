// SPDX-License-Identifier: MIT
#include <limn/filter/tomek_links.ipp>
