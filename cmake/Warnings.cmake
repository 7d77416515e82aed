# SPDX-License-Identifier: MIT
# Warnings for our own targets only; never handed on to a user of the library.
function(limn_warnings target)
  set(gnu_like $<CXX_COMPILER_ID:GNU,Clang,AppleClang>)
  target_compile_options(${target} PRIVATE
    $<${gnu_like}:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion>
    $<$<AND:${gnu_like},$<OR:$<BOOL:${LIMN_WERROR}>,$<CONFIG:Debug>>>:-Werror>)
endfunction()
