# SPDX-License-Identifier: MIT
"""<room>/<room>.hpp says what the room is for, includes every header, lists every component."""

from __future__ import annotations

import sys

from rooms import INCLUDE, ROOT, Room, class_of, rooms, same_name

# Building blocks that are used header by header; testing is no room but the battery.
BORDERS = {"json.hpp"}  # would hand on a library of others
NO_UMBRELLA = {"core", "kernels", "testing"}


def opening(room: Room) -> list[str]:
    """The comment lines at the top, after the licence."""
    lines = []
    for line in room.umbrella.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("//"):
            lines.append(line)
        elif lines:
            break
    return lines


def problems(room: Room) -> list[str]:
    name = room.umbrella.relative_to(ROOT).as_posix()
    if not room.umbrella.exists():
        return [f"{name}: missing"]
    found = []
    if not 1 <= len(opening(room)) <= 10:
        found.append(
            f"{name}: opens with {len(opening(room))} lines about the room, wanted 1 to 10"
        )
    reached = room.reached()
    found += [
        f"{name}: does not include {header.name}"
        for header in room.headers()
        if header.name not in reached and header.name not in BORDERS
    ]
    listed, defined = room.listed(), room.defined()
    for component, header in defined.items():
        if not component.startswith(room.name + "."):
            found.append(f"{header.relative_to(ROOT)}: {component} is named after another room")
        if not any(same_name(component, cls) for cls in listed):
            found.append(f"{name}: {class_of(component)} ({component}) is not in `components`")
    for cls in listed:
        if not any(same_name(component, cls) for component in defined):
            found.append(f"{name}: {cls} is in `components`, but no header names it")
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
