// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <vector>

#include <limn/core/types.hpp>

inline limn::Vector vec(std::initializer_list<double> values) {
  limn::Vector out(static_cast<limn::Index>(values.size()));
  limn::Index i = 0;
  for (const double v : values) out(i++) = v;
  return out;
}

inline limn::Labels labels(std::initializer_list<std::int32_t> values) {
  limn::Labels out(static_cast<limn::Index>(values.size()));
  limn::Index i = 0;
  for (const std::int32_t v : values) out(i++) = v;
  return out;
}

/// Lists of item codes, one inner list a user, all of one length.
inline limn::CodeMatrix codes(std::initializer_list<std::initializer_list<std::int32_t>> rows) {
  limn::CodeMatrix out(static_cast<limn::Index>(rows.size()),
                       static_cast<limn::Index>(rows.begin()->size()));
  limn::Index r = 0;
  for (const auto& row : rows) {
    limn::Index c = 0;
    for (const std::int32_t v : row) out(r, c++) = v;
    ++r;
  }
  return out;
}
