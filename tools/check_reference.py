# SPDX-License-Identifier: MIT
"""The reference of all components and the list of papers: compared, or written (--write).

Both are read from the installed module, whose texts are the C++ class comments and whose options
are `describe`: docs/reference/components/<room>.md and docs/papers.md.
"""

from __future__ import annotations

import importlib
import pathlib
import re
import sys
from typing import Any

from rooms import ROOT, rooms

FOLDER = ROOT / "docs" / "reference" / "components"
ABILITIES = {
    "allows_missing": "missing values understood",
    "allows_categories": "category columns understood",
    "needs_labels": "needs y",
    "float32": "float tables without a copy",
    "merges": "merge",
    "row_order_free": "order of rows does not matter",
}


def components(room: str) -> list[type]:
    """The classes of a room, by name."""
    try:
        module = importlib.import_module(f"limn.{room}")
    except ModuleNotFoundError:
        return []
    classes = (value for name, value in sorted(vars(module).items()) if name[0].isupper())
    own = (c for c in classes if isinstance(c, type) and c.__module__ == f"limn.{room}")
    return [c for c in own if hasattr(c, "_facts")]


def facts(component: type) -> dict[str, Any]:
    found = component()._facts
    return dict(found() if callable(found) else found)


def summary(component: type) -> str:
    """The class comment without the table of options, which stands below it."""
    return (component.__doc__ or "").split("\nParameters\n---", 1)[0].strip()


def cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def option_rows(options: list[dict[str, Any]]) -> list[str]:
    rows = ["| option | default | allowed | meaning |", "|---|---|---|---|"]
    for option in options:
        default = "none" if option["default"] is None else f"`{option['default']!r}`"
        allowed = option["range"] or option["type"]
        rows.append(
            f"| `{option['name']}` | {default} | {cell(allowed)} | {cell(option['help'])} |"
        )
    return rows


def section(component: type) -> str:
    known = facts(component)
    able = [words for tag, words in ABILITIES.items() if known.get(tag)]
    lines = [f"## {component.__name__}", "", f"`{known['name']}`"]
    if able:
        lines[-1] += " · " + ", ".join(able)
    lines += ["", summary(component), ""]
    if known["options"]:
        lines += [*option_rows(known["options"]), ""]
    return "\n".join(lines)


def page(room: str, classes: list[type]) -> str:
    guide = f"Which to choose when: [guide](../../guide/{room}.md)."
    note = "Made by `tools/check_reference.py --write` from the code; names, order and defaults are"
    head = [f"# Components of {room}", "", guide, note, "those of C++ and Python alike.", ""]
    return "\n".join(head) + "\n" + "\n".join(section(c) for c in classes)


def papers(by_room: dict[str, list[type]]) -> str:
    lines = [
        "# What limn stands on",
        "",
        "The source of each component, as its class comment names it, and what was changed.",
        "Made by `tools/check_reference.py --write`.",
        "",
        "| component | source | what differs |",
        "|---|---|---|",
    ]
    for room, classes in by_room.items():
        for component in classes:
            text = re.sub(r"\s+", " ", summary(component))
            found = re.search(r"Source: (.*?)(?: Differs: (.*))?$", text)
            if found:
                link = f"[{room}.{component.__name__}](reference/components/{room}.md)"
                lines.append(f"| {link} | {cell(found[1])} | {cell(found[2] or '')} |")
    return "\n".join(lines) + "\n"


def generate() -> dict[pathlib.Path, str]:
    by_room = {room.name: components(room.name) for room in rooms()}
    by_room = {room: classes for room, classes in by_room.items() if classes}
    made = {FOLDER / f"{room}.md": page(room, classes) for room, classes in by_room.items()}
    made[ROOT / "docs" / "papers.md"] = papers(by_room)
    return made


def main(arguments: list[str]) -> int:
    made = generate()
    stale = [p for p in FOLDER.glob("*.md") if p not in made]
    stale += [p for p, t in made.items() if not p.exists() or p.read_text("utf-8") != t]
    if "--write" in arguments:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.unlink(missing_ok=True)
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        print(f"reference: {len(made)} pages written")
        return 0
    for path in stale:
        print(f"{path.relative_to(ROOT)}: not what the code says; make reference writes it anew")
    if not stale:
        print(f"reference: {len(made)} pages say what the code says")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
