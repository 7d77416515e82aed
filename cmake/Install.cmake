# SPDX-License-Identifier: MIT
# `cmake --install`: headers, library, CMake package, pkg-config file.
include(CMakePackageConfigHelpers)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME dev)  # `python` is the wheel's
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/limn)

set(installed header_only)
if(LIMN_COMPILED)
  list(APPEND installed limn)
endif()
install(TARGETS ${installed} EXPORT limnTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILE_SET borders DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT limnTargets NAMESPACE limn:: DESTINATION ${package_dir})

configure_package_config_file(cmake/limnConfig.cmake.in limnConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 each minor version may change the interface.
write_basic_package_version_file(limnConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/limnConfig.cmake ${PROJECT_BINARY_DIR}/limnConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/Dependencies.cmake
        DESTINATION ${package_dir})

# The file finds its prefix from where it lies, so the tree may be moved.
file(RELATIVE_PATH limn_up /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/limn.pc.in limn.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/limn.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
