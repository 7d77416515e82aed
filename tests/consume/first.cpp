// SPDX-License-Identifier: MIT
#include "every_header.hpp"

limn::Matrix filled_elsewhere(const limn::Matrix& x);

// The facade is asked for, too: header-only, it has to find every part of itself in the headers.
int main() {
  const limn::Matrix x{{1.0, 4.0}, {limn::missing, 6.0}, {5.0, limn::missing}};
  if (limn::Profiler().fitted()) return 1;
  return limn::impute::Median().fit(x).transform(x) == filled_elsewhere(x) ? 0 : 1;
}
