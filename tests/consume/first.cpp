// SPDX-License-Identifier: MIT
#include "every_header.hpp"

limn::Matrix filled_elsewhere(const limn::Matrix& x);

int main() {
  const limn::Matrix x{{1.0, 4.0}, {limn::missing, 6.0}, {5.0, limn::missing}};
  return limn::impute::Median().fit(x).transform(x) == filled_elsewhere(x) ? 0 : 1;
}
