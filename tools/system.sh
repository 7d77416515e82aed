#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# system.sh python | tests: what only the system's packager has. Missing things are installed with
# apt on Debian and Ubuntu (as root, or with sudo where it asks nothing); elsewhere they are named.
set -euo pipefail
python=${PYTHON:-python3}
cxx=${CXX:-g++}

has_header() { printf '#include <%s>\n' "$1" | "$cxx" -std=c++20 -E -x c++ - >/dev/null 2>&1; }

has_python_header() {
  local folder
  folder=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))') &&
    [ -f "$folder/Python.h" ]
}

install() {  # debian packages... -- the same for people
  local packages=() run=()
  while [ "$1" != -- ]; do packages+=("$1"); shift; done
  shift
  if command -v apt-get >/dev/null; then
    if [ "$(id -u)" != 0 ]; then
      if sudo -n true 2>/dev/null; then
        run=(sudo -n)
      else
        echo "Please run: sudo apt-get install -y ${packages[*]}" >&2
        exit 1
      fi
    fi
    echo "apt-get install ${packages[*]}"
    "${run[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -qq -y "${packages[@]}" >/dev/null
  else
    echo "Please install with your system's packager: $*" >&2
    exit 1
  fi
}

case "${1:-}" in
  python)
    missing=()
    command -v "$cxx" >/dev/null || missing+=(g++)
    if ! command -v "$python" >/dev/null; then
      missing+=(python3 python3-venv python3-dev)
    else
      "$python" -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
      has_python_header || missing+=(python3-dev)
    fi
    [ ${#missing[@]} = 0 ] ||
      install "${missing[@]}" -- "a C++20 compiler and Python 3.10 or newer with venv and Python.h"
    printf '#if defined(__clang__) ? __clang_major__ < 16 : __GNUC__ < 12\n#error old\n#endif\n' |
      "$cxx" -E -x c++ - >/dev/null 2>&1 || {
      echo "limn needs g++ 12 or clang 16; install g++-12 and say: make CXX=g++-12" >&2
      exit 1
    }
    ;;
  tests)
    missing=()
    has_header catch2/catch_all.hpp || has_header catch2/catch.hpp || missing+=(catch2)
    has_header xtensor/xtensor.hpp || has_header xtensor/containers/xtensor.hpp ||
      missing+=(libxtensor-dev)
    # ccache halves what the sanitizers' and the consumers' builds repeat; nothing needs it.
    if [ ${#missing[@]} != 0 ]; then
      install "${missing[@]}" ccache -- "Catch2 (catch2), xtensor (xtensor)"
    elif ! command -v ccache >/dev/null && command -v apt-get >/dev/null; then
      (install ccache -- ccache) >/dev/null 2>&1 || true
    fi
    ;;
  *)
    echo "usage: system.sh python | tests" >&2
    exit 2
    ;;
esac
