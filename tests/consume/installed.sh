#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# installed.sh BUILD: installs the built tree, then builds and runs the projects of examples/consume
# from copies outside the source tree, as a user would.
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

# The subdirectory compiles the whole library anew: that it builds and links is asked, not its speed.
for project in find_package header_only subdirectory; do
  own=()
  [ "$project" != subdirectory ] ||
    own=("-DLIMN_SOURCE=$source" -DLIMN_UNITY=ON -DCMAKE_CXX_FLAGS_RELEASE=-O0)
  cmake -S "$work/projects/$project" -B "$work/$project" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" "${own[@]}" \
    "-DCMAKE_PREFIX_PATH=$prefix;$packages" >"$work/$project.log"
  cmake --build "$work/$project" >>"$work/$project.log" || { tail -n 40 "$work/$project.log"; exit 1; }
  echo "$project: $("$work/$project/consume")"
done

# The same program once more by hand, with the flags of pkg-config's file.
if command -v pkg-config >/dev/null || command -v pkgconf >/dev/null; then
  tool=$(command -v pkg-config || command -v pkgconf)
  pc=$(dirname "$(find "$prefix" -name limn.pc)")
  export PKG_CONFIG_PATH=$pc:$packages/cmeel.prefix/share/pkgconfig
  read -ra flags <<<"$("$tool" --cflags limn)"
  read -ra libraries <<<"$("$tool" --libs limn)"
  "${CXX:-g++}" "${flags[@]}" "$work/projects/find_package/main.cpp" "${libraries[@]}" -o "$work/by_hand"
  echo "pkg-config: $("$work/by_hand")"
else
  echo "pkg-config is missing (pip install pkgconf)" >&2
  exit 1
fi
