# SPDX-License-Identifier: MIT
# src/kernels/level_*.cpp hold the same code, compiled once for each level of the processor; a table
# of function pointers is chosen at start. Every other file keeps the default flags.

# The same sums on every level: a fused multiply-add rounds once where two operations round twice.
set(limn_float_options $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-ffp-contract=off>)

function(limn_kernels target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    if(source MATCHES "/kernels/level_v3\\.cpp$")
      set(flags -march=x86-64-v3 -mtune=generic)
    elseif(source MATCHES "/kernels/level_v4\\.cpp$")
      set(flags -march=x86-64-v4 -mtune=generic -mprefer-vector-width=512)
    elseif(source MATCHES "/kernels/level_base\\.cpp$")
      set(flags "")
    else()
      continue()
    endif()
    if(flags AND NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
      list(REMOVE_ITEM sources ${source})
    else()
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "${flags}"
                                  SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES SOURCES "${sources}")
endfunction()
