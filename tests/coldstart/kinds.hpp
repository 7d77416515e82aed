// SPDX-License-Identifier: MIT
#pragma once

#include "recommend/small_log.hpp"

/// Eight users of two kinds: kind 0 takes items 0 and 1, kind 1 takes 2 and 3.
inline limn::data::EventLog kinds_log() {
  std::vector<std::vector<std::int32_t>> histories;
  for (int user = 0; user < 8; ++user)
    histories.push_back(user / 2 % 2 == 0 ? std::vector<std::int32_t>{0, 1}
                                          : std::vector<std::int32_t>{2, 3});
  return make_log(histories, 4);
}

/// (8, 2): a constant, and the kind as code 10 or 11.
inline limn::Matrix kinds_table() {
  limn::Matrix x(8, 2);
  for (limn::Index user = 0; user < 8; ++user) x.row(user) << 1.0, user / 2 % 2 ? 11.0 : 10.0;
  return x;
}
