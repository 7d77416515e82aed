# SPDX-License-Identifier: MIT
"""<room>/<room>.hpp opens with what the room is for, includes every header and lists every component."""

from __future__ import annotations

import sys

from rooms import INCLUDE, ROOT, Room, class_of, rooms

# Building blocks that are used header by header; testing is no room but the battery.
NO_UMBRELLA = {"core", "kernels", "testing"}


def opening(room: Room) -> list[str]:
    """The comment lines at the top, after the licence."""
    lines = []
    for line in room.umbrella.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("//"):
            lines.append(line)
        elif lines and not line.startswith("#"):
            break
        elif lines:
            break
    return lines


def problems(room: Room) -> list[str]:
    name = room.umbrella.relative_to(ROOT).as_posix()
    if not room.umbrella.exists():
        return [f"{name}: missing"]
    text = room.umbrella.read_text(encoding="utf-8")
    found = []
    if not 1 <= len(opening(room)) <= 10:
        found.append(f"{name}: opens with {len(opening(room))} lines about the room, wanted 1 to 10")
    for header in room.headers():
        if f"#include <limn/{room.name}/{header.name}>" not in text:
            found.append(f"{name}: does not include {header.name}")
    listed = room.listed()
    defined = room.defined()
    for component, header in defined.items():
        if not component.startswith(room.name + "."):
            found.append(f"{header.relative_to(ROOT)}: {component} is named after another room")
        if class_of(component) not in listed:
            found.append(f"{name}: {class_of(component)} ({component}) is not in `components`")
    for entry in sorted(set(listed) - {class_of(component) for component in defined}):
        found.append(f"{name}: {entry} is in `components`, but no header names it")
    if len(set(listed)) != len(listed):
        found.append(f"{name}: a component is listed twice")
    return found


def main() -> int:
    own = [room for room in rooms() if room.name not in NO_UMBRELLA]
    found = [line for room in own for line in problems(room)]
    whole = INCLUDE / "limn.hpp"
    if whole.exists():
        text = whole.read_text(encoding="utf-8")
        found += [
            f"include/limn/limn.hpp: does not include {room.name}/{room.name}.hpp"
            for room in own
            if f"<limn/{room.name}/{room.name}.hpp>" not in text
        ]
    total = sum(len(room.listed()) for room in own)
    print("\n".join(found) or f"umbrellas: {len(own)} rooms, {total} components")
    return 1 if found or not total else 0


if __name__ == "__main__":
    sys.exit(main())
