# SPDX-License-Identifier: MIT
# Where the libraries of others come from, in this order: a CMake package; a header wheel of PyPI on
# CMAKE_PREFIX_PATH; a pinned download, where LIMN_FETCH allows it. Installed beside limnConfig.cmake,
# so that a user of the package finds them by the same rules.
include_guard(GLOBAL)

set(LIMN_EIGEN_URL https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.gz)
set(LIMN_EIGEN_HASH SHA256=8586084f71f9bde545ee7fa6d00288b264a2b7ac3607b974e54d13e7162c1c72)
set(LIMN_JSON_URL https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz)
set(LIMN_JSON_HASH SHA256=d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)

# FetchContent for headers alone: nothing of theirs is configured, built or installed.
function(limn_fetch_headers name target url hash folder)
  include(FetchContent)
  FetchContent_Declare(${name} URL ${url} URL_HASH ${hash} SOURCE_SUBDIR none
                       DOWNLOAD_EXTRACT_TIMESTAMP OFF)
  FetchContent_MakeAvailable(${name})
  FetchContent_GetProperties(${name} SOURCE_DIR source)
  limn_header_target(${target} ${source}/${folder})
endfunction()

function(limn_header_target target folder)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${folder})
endfunction()

# Eigen's wheel (cmeel-eigen) keeps its CMake package below cmeel.prefix/.
function(limn_find_eigen)
  if(TARGET Eigen3::Eigen)
    return()
  endif()
  find_package(Eigen3 3.4 QUIET NO_MODULE GLOBAL
               PATH_SUFFIXES cmeel.prefix/share/eigen3/cmake)
  if(TARGET Eigen3::Eigen)
    message(STATUS "Eigen ${Eigen3_VERSION}: ${Eigen3_DIR}")
  elseif(LIMN_FETCH)
    limn_fetch_headers(eigen Eigen3::Eigen ${LIMN_EIGEN_URL} ${LIMN_EIGEN_HASH} .)
  else()
    message(FATAL_ERROR "Eigen 3.4 not found: install libeigen3-dev (Debian, Ubuntu), eigen (brew, "
                        "conda), or `pip install cmeel-eigen` and name its site-packages in "
                        "CMAKE_PREFIX_PATH; LIMN_FETCH=ON downloads it")
  endif()
endfunction()

# json's wheel (nlohmann-json) brings headers only, below nlohmann_json/include/.
function(limn_find_json)
  if(TARGET nlohmann_json::nlohmann_json)
    return()
  endif()
  find_package(nlohmann_json 3.11 QUIET GLOBAL)
  if(TARGET nlohmann_json::nlohmann_json)
    message(STATUS "nlohmann/json ${nlohmann_json_VERSION}: ${nlohmann_json_DIR}")
    return()
  endif()
  find_path(LIMN_JSON_INCLUDE nlohmann/json.hpp PATH_SUFFIXES nlohmann_json/include include)
  mark_as_advanced(LIMN_JSON_INCLUDE)
  if(LIMN_JSON_INCLUDE)
    limn_header_target(nlohmann_json::nlohmann_json ${LIMN_JSON_INCLUDE})
    message(STATUS "nlohmann/json headers: ${LIMN_JSON_INCLUDE}")
  elseif(LIMN_FETCH)
    limn_fetch_headers(json nlohmann_json::nlohmann_json ${LIMN_JSON_URL} ${LIMN_JSON_HASH} include)
  elseif(NOT LIMN_JSON_OPTIONAL)
    message(FATAL_ERROR "nlohmann/json 3.11 not found: install nlohmann-json3-dev (Debian, Ubuntu), "
                        "nlohmann-json (brew), nlohmann_json (conda), or `pip install nlohmann-json` "
                        "and name its site-packages in CMAKE_PREFIX_PATH; LIMN_FETCH=ON downloads it")
  endif()
endfunction()

# Catch2, version 2 or 3, with its main.
function(limn_find_catch2)
  find_package(Catch2 QUIET GLOBAL)
  if(NOT TARGET Catch2::Catch2WithMain)
    message(FATAL_ERROR "Catch2 with Catch2WithMain not found: install catch2 (Debian, Ubuntu, brew, "
                        "conda), or configure with -DLIMN_TESTS=OFF")
  endif()
  message(STATUS "Catch2 ${Catch2_VERSION}: ${Catch2_DIR}")
endfunction()

function(limn_find_xtensor)
  find_package(xtensor QUIET GLOBAL)
  if(NOT TARGET xtensor)
    message(FATAL_ERROR "xtensor not found: install libxtensor-dev (Debian, Ubuntu) or xtensor (brew, "
                        "conda), or configure with -DLIMN_XTENSOR=OFF")
  endif()
  message(STATUS "xtensor ${xtensor_VERSION}: ${xtensor_DIR}")
endfunction()
