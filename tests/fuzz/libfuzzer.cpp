// SPDX-License-Identifier: MIT
// Built once a target with clang's -fsanitize=fuzzer and LIMN_FUZZ_TARGET: see CMakeLists.txt.
#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  limn::fuzz::LIMN_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
