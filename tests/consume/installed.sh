#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# installed.sh BUILD: installs the built tree, then builds and runs the projects of examples/consume
# and the component of examples/cpp_custom_imputer from copies outside the source tree, as a user
# would.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$build/consume
prefix=$work/prefix
packages=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
launcher=$(command -v ccache || true)

rm -rf "$work"
mkdir -p "$work"
cmake --install "$build" --prefix "$prefix" --component dev >"$work/install.log"
cp -r "$source/examples/consume" "$work/projects"
cp -r "$source/examples/cpp_custom_imputer" "$work/projects/custom_imputer"

# The subdirectory compiles the whole library anew, the component the whole battery: that they build
# and what they answer is asked, not their speed.
for project in find_package header_only subdirectory custom_imputer; do
  own=() program=consume
  case $project in
    subdirectory) own=("-DLIMN_SOURCE=$source" -DLIMN_UNITY=ON -DCMAKE_CXX_FLAGS_RELEASE=-O0) ;;
    custom_imputer) own=(-DCMAKE_CXX_FLAGS_RELEASE=-O0) program=custom_imputer ;;
  esac
  cmake -S "$work/projects/$project" -B "$work/$project" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" "${own[@]}" \
    "-DCMAKE_PREFIX_PATH=$prefix;$packages" >"$work/$project.log"
  cmake --build "$work/$project" >>"$work/$project.log" || { tail -n 40 "$work/$project.log"; exit 1; }
  said=$("$work/$project/$program")  # an assignment of its own: echo would hide that it failed
  echo "$project: $said"
done

# The same program once more by hand, with the flags of pkg-config's file.
if command -v pkg-config >/dev/null || command -v pkgconf >/dev/null; then
  tool=$(command -v pkg-config || command -v pkgconf)
  pc=$(dirname "$(find "$prefix" -name limn.pc)")
  export PKG_CONFIG_PATH=$pc:$packages/cmeel.prefix/share/pkgconfig
  read -ra flags <<<"$("$tool" --cflags limn)"
  read -ra libraries <<<"$("$tool" --libs limn)"
  "${CXX:-g++}" "${flags[@]}" "$work/projects/find_package/main.cpp" "${libraries[@]}" -o "$work/by_hand"
  said=$("$work/by_hand")
  echo "pkg-config: $said"
else
  echo "pkg-config is missing (pip install pkgconf)" >&2
  exit 1
fi
