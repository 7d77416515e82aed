// SPDX-License-Identifier: MIT
#include <cstdio>

#include <limn/core/parallel.hpp>
#include <limn/core/version.hpp>
#include <limn/impute/median.hpp>

int main() {
  limn::set_threads(1);
  limn::Matrix spend{{10.0, 1.0}, {limn::missing, 2.0}, {30.0, limn::missing}};
  const limn::Matrix filled = limn::impute::Median().fit(spend).transform(spend);
  std::printf("limn %s fills %.1f and %.1f\n", limn::version.data(), filled(1, 0), filled(2, 1));
  return filled(1, 0) == 20.0 && filled(2, 1) == 1.5 ? 0 : 1;
}
