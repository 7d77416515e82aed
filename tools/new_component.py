# SPDX-License-Identifier: MIT
"""new_component.py room/name: writes a component that works, its test, and its entry in the list.

What is written keeps the contract at once (tests/contract/<room>_test.cpp runs over the list); put
your own method where the pattern computes its own. Patterns: see tools/component_patterns.py.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

from component_patterns import DEFAULTS, HEADER, PATTERNS, TEST
from rooms import LIST, ROOT, Room, class_of, types_of


class Refused(Exception):
    """The request cannot be carried out; nothing was written."""


def parse(argument: str) -> tuple[str, str]:
    found = re.fullmatch(r"([a-z]+)/([a-z][a-z0-9]*(?:_[a-z0-9]+)*)", argument)
    if not found:
        raise Refused(f"got {argument!r}, wanted room/name in small letters: impute/trimmed_mean")
    room, name = found.groups()
    if room not in PATTERNS:
        raise Refused(without_pattern(room))
    return room, name


def without_pattern(room: str) -> str:
    """Why there is nothing to write in this room, and the way by hand where the room exists."""
    known = f"there are patterns for {', '.join(sorted(PATTERNS))}"
    lists = Room(room).lists()
    if not Room(room).folder.is_dir():
        return f"no room {room!r}; {known}"
    if not Room(room).listed():
        return f"room {room!r} holds functions, not components: write yours by hand; {known}"
    umbrella = " or ".join(str(path.relative_to(ROOT)) for path in sorted(lists))
    contract = f"tests/contract/{room}_test.cpp"
    also = f"; {contract} then runs it too" if (ROOT / contract).exists() else ""
    return (
        f"no pattern for room {room!r}, whose components differ too much; {known}. By hand:\n"
        f"  1. include/limn/{room}/NAME.hpp, after a neighbour in that folder\n"
        f"  2. its #include and its class in the type_list of {umbrella}\n"
        f"  3. tests/{room}/NAME_test.cpp, numbers by hand{also}\n"
        f"  4. a line in docs/guide/{room}.md"
    )


def filled(template: str, words: dict[str, str]) -> str:
    """Replaces @word@, twice: a pattern may hold further words."""
    for _ in range(2):
        template = re.sub(r"@(\w+)@", lambda m: words[m.group(1)], template)
    return template


def with_entry(umbrella: str, room: str, name: str, cls: str) -> str:
    """The text with the list: one more include, in order, and one more type."""
    line = f"#include <limn/{room}/{name}.hpp>"
    includes = re.findall(r"^#include <limn/.*>$", umbrella, re.MULTILINE)
    entry = LIST.search(umbrella)
    if not includes or not entry:
        raise Refused(f"room {room} has no list with includes above it")
    before = [other for other in includes if other < line]
    if before:
        umbrella = umbrella.replace(before[-1] + "\n", before[-1] + "\n" + line + "\n", 1)
    else:
        umbrella = umbrella.replace(includes[0] + "\n", line + "\n" + includes[0] + "\n", 1)
    return LIST.sub(wrapped(entry.group(1), [*types_of(entry), cls]), umbrella)


def wrapped(variable: str, types: list[str]) -> str:
    """As clang-format would lay it out, or close to it."""
    start = f"using {variable} = core::type_list<"
    one_line = start + ", ".join(types) + ">;"
    if len(one_line) <= 100:
        return one_line
    lines, indent = [start], len(start)
    for word in types:
        piece = word + (">;" if word is types[-1] else ",")
        room_left = 100 - len(lines[-1]) - len(piece)
        if lines[-1] == start or lines[-1].isspace():
            lines[-1] += piece
        elif room_left >= 1:
            lines[-1] += " " + piece
        else:
            lines.append(" " * indent + piece)
    return "\n".join(lines)


def tidy(paths: list[pathlib.Path]) -> None:
    tool = shutil.which("clang-format") or str(ROOT / ".venv" / "bin" / "clang-format")
    if pathlib.Path(tool).exists():
        subprocess.run([tool, "-i", *paths], check=True, cwd=ROOT)


def main(arguments: list[str]) -> int:
    try:
        room, name = parse(arguments[0] if arguments else "")
        header = ROOT / "include" / "limn" / room / f"{name}.hpp"
        test = ROOT / "tests" / room / f"{name}_test.cpp"
        for path in (header, test):
            if path.exists():
                raise Refused(f"{path.relative_to(ROOT)} exists")
        lists = Room(room).lists()
        if not lists:
            raise Refused(f"no `using components = core::type_list<...>` in room {room}")
        # Patterns eat tables: where a room keeps two lists, theirs is table_components.
        umbrella = min(lists, key=lambda path: lists[path].group(1) == "event_components")
        cls = class_of(f"{room}.{name}")
        words = {"room": room, "name": name, "Class": cls, **DEFAULTS, **PATTERNS[room]}
        listed = with_entry(umbrella.read_text(encoding="utf-8"), room, name, cls)
    except Refused as refusal:
        print(f"make new: {refusal}", file=sys.stderr)
        return 2
    for path, text in (
        (header, filled(HEADER, words)),
        (test, filled(TEST, words)),
        (umbrella, listed),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}")
    tidy([header, test, umbrella])
    print(f"next: your method, its source and its numbers; a line in docs/guide/{room}.md;")
    print("then make stubs reference, which write what Python and the reference say of it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
