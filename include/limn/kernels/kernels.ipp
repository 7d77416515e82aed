// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <string>

#include <limn/core/params.hpp>
#include <limn/kernels/kernels.hpp>

#ifdef LIMN_HEADER_ONLY
#define LIMN_KERNEL_LEVEL base
#define LIMN_KERNEL_WIDTH 4
#define LIMN_KERNEL_FN inline
#include <limn/kernels/detail/level.inc>
#undef LIMN_KERNEL_FN
#undef LIMN_KERNEL_WIDTH
#undef LIMN_KERNEL_LEVEL
#endif

namespace limn::inline LIMN_ABI::kernels {

#ifndef LIMN_HEADER_ONLY
extern const Table table_base;
#if defined(__x86_64__)
extern const Table table_v3;
extern const Table table_v4;
#endif
#endif

namespace detail {

/// The tables this CPU can run, lowest first.
LIMN_INLINE std::vector<const Table*> runnable() {
  std::vector<const Table*> out{&table_base};
#if defined(__x86_64__) && !defined(LIMN_HEADER_ONLY)
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  if (v3) out.push_back(&table_v3);
  if (v4) out.push_back(&table_v4);
#endif
  return out;
}

}  // namespace detail

LIMN_INLINE std::vector<std::string_view> levels() {
  std::vector<std::string_view> out;
  for (const Table* each : detail::runnable()) out.emplace_back(each->level);
  return out;
}

LIMN_INLINE const Table& table_for(std::string_view level) {
  const std::vector<const Table*> all = detail::runnable();
  std::string names;
  for (const Table* each : all) {
    if (each->level == level) return *each;
    names += (names.empty() ? "" : ", ") + std::string(each->level);
  }
  throw ParamError(ErrorCode::param_range, {.component = "kernels",
                                            .place = "environment variable LIMN_ISA",
                                            .got = "'" + std::string(level) + "'",
                                            .expected = "one of " + names + " on this machine",
                                            .fix = "unset LIMN_ISA to take the best level"});
}

LIMN_INLINE const Table& table() {
  static const Table& chosen = [&]() -> const Table& {
    const char* wanted = std::getenv("LIMN_ISA");
    return wanted && *wanted ? table_for(wanted) : *detail::runnable().back();
  }();
  return chosen;
}

}  // namespace limn::inline LIMN_ABI::kernels
