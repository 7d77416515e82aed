# SPDX-License-Identifier: MIT
"""What a script can see of the habits of the house: where files lie, how long, how they open."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

from rooms import ROOT, rooms

LONGEST = 800
BANNED_NAMES = {"util", "utils", "common", "helper", "helpers", "manager", "misc"}
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
MACRO = re.compile(r"^\s*#\s*define\s+(\w+)", re.MULTILINE)
UNDEFINED = re.compile(r"^\s*#\s*undef\s+(\w+)", re.MULTILINE)
OWN_MACROS = {"include/limn/core/config.hpp", "include/limn/core/version.hpp"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(home|root|work)/\w")
SOURCE = {".hpp", ".ipp", ".cpp", ".py", ".sh"}


def tracked() -> list[pathlib.Path]:
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def file_problems(path: pathlib.Path) -> list[str]:
    name = path.relative_to(ROOT).as_posix()
    found = []
    if BANNED_NAMES & {part.split(".")[0] for part in pathlib.PurePosixPath(name).parts}:
        found.append(f"{name}: says nothing about what is in it")
    if path.suffix not in SOURCE:
        return found
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if "SPDX-License-Identifier: MIT" not in "\n".join(lines[:2]):
        found.append(f"{name}: does not open with the licence line")
    if len(lines) > LONGEST:
        found.append(f"{name}: {len(lines)} lines, at most {LONGEST}")
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line):
            found.append(f"{name}:{number}: unfinished work belongs into an issue")
        if MACHINE_PATH.search(line) and not name.startswith(("tests/", "python/tests/")):
            found.append(f"{name}:{number}: a path of one machine")
    if name.startswith("include/"):
        if path.suffix == ".hpp" and "#pragma once" not in text:
            found.append(f"{name}: no #pragma once")
        if re.search(r"^using\s+namespace\b", text, re.MULTILINE):
            found.append(f"{name}: `using namespace` in a header")
        if re.search(r"^\s*namespace\s*\{", text, re.MULTILINE):
            found.append(f"{name}: anonymous namespace in a header")
        left = set(MACRO.findall(text)) - set(UNDEFINED.findall(text))
        left = {macro for macro in left if not macro.startswith("ARROW_")}  # Arrow's own guards
        if left and name not in OWN_MACROS:
            found.append(f"{name}: macros live in core/config.hpp")
    return found


def mirror_problems() -> list[str]:
    """Tests lie with their room; every component has a test, every room its Python side."""
    found = []
    for room in rooms():
        tests = ROOT / "tests" / room.name
        for test in sorted(tests.rglob("*_test.cpp")):
            text = test.read_text(encoding="utf-8")
            beside = re.search(r'#include "(?!test\.hpp)', text)  # a header of the tests does it
            if f"limn/{room.name}/" not in text and not beside:
                found.append(f"{test.relative_to(ROOT)}: includes nothing of {room.name}")
        defined = room.defined()
        for component, header in defined.items():
            wanted = tests / f"{header.stem}_test.cpp"
            if not wanted.exists():
                found.append(f"{wanted.relative_to(ROOT)}: missing ({component} has no test)")
        if defined:
            for wanted_name in (f"python/src/{room.name}.cpp", f"python/tests/test_{room.name}.py"):
                if not (ROOT / wanted_name).exists():
                    found.append(f"{wanted_name}: missing ({room.name} has components)")
    return found


def main() -> int:
    files = tracked()
    found = [line for path in files for line in file_problems(path)] + mirror_problems()
    print("\n".join(found) or f"rooms: {len(files)} files keep the habits of the house")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
