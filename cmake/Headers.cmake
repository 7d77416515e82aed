# SPDX-License-Identifier: MIT
# Two file sets: `HEADERS`, each compiled alone by all_verify_interface_header_sets, and `borders`:
# definitions (.ipp and .inc, sources of the compiled library already) and the two headers that need
# a third library which limn::limn does not hand on.
function(limn_headers target scope)
  set(borders ${inlines})
  set(alone ${headers})
  foreach(border io/json.hpp core/xt.hpp)
    set(path ${PROJECT_SOURCE_DIR}/include/limn/${border})
    if(path IN_LIST alone)
      list(REMOVE_ITEM alone ${path})
      list(APPEND borders ${path})
    endif()
  endforeach()
  target_sources(${target}
    ${scope} FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${alone}
    ${scope} FILE_SET borders TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${borders})
  if(target STREQUAL limn)
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON
                          INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
  endif()
endfunction()
