// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <limn/core/error.hpp>

// Readers that meet bytes of strangers. A target returns, or throws a limn::Error, or there is a
// bug.
namespace limn::fuzz {

struct Target {
  std::string_view name;  ///< the folder below corpus/
  void (*read)(std::string_view bytes);
};

void read_model_file(std::string_view bytes);
void read_config(std::string_view bytes);
void read_csv(std::string_view bytes);
void read_ndjson(std::string_view bytes);

inline constexpr Target targets[] = {{"model_file", read_model_file},
                                     {"config", read_config},
                                     {"csv", read_csv},
                                     {"ndjson", read_ndjson}};

}  // namespace limn::fuzz
