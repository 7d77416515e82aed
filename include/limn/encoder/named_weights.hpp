// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::encoder {

/// One array of what an encoder learned, by a name that stays: "items", "layers.0.out1",
/// "final_norm". Vectors have one size, tables (rows, columns) two; numbers stand row by row.
struct NamedWeights {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> numbers;
};

/// What an encoder reads of an event beside its item: what the log of fit had and the options want.
struct Reading {
  bool types = false;
  bool values = false;
  bool calendar = false;                        ///< hour and weekday in UTC
  bool gaps = false;                            ///< times between events
  Vector value_edges;                           ///< inner borders of the buckets of values, rising
  double value_mean = 0.0, value_factor = 0.0;  ///< of sign(v) log(1 + |v|): (it - mean) * factor
  std::int64_t reach = 1;  ///< events an embedding depends on, as far as they are there
};

}  // namespace limn::inline LIMN_ABI::encoder
