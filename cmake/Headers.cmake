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

# A header that needs a third library, compiled alone with the others where that library is there.
function(limn_border_alone header library)
  get_filename_component(name ${header} NAME_WE)
  add_library(limn_border_${name} INTERFACE)
  target_link_libraries(limn_border_${name} INTERFACE ${limn_target} ${library})
  target_sources(limn_border_${name} INTERFACE FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include
                 FILES ${PROJECT_SOURCE_DIR}/include/limn/${header})
  set_target_properties(limn_border_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
