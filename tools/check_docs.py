# SPDX-License-Identifier: MIT
"""Every room with components has a guide that names each; every link between documents arrives."""

from __future__ import annotations

import pathlib
import re
import sys

from rooms import ROOT, class_of, rooms

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```\s*?$", re.MULTILINE | re.DOTALL)
WANTED = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]
LONGEST_GUIDE = 200


def documents() -> list[pathlib.Path]:
    return sorted(
        [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    )


def anchors(path: pathlib.Path) -> set[str]:
    """The names that headings get: lower case, spaces to dashes, punctuation gone."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def broken_links(path: pathlib.Path) -> list[str]:
    found = []
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", text)):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        target, _, anchor = link.partition("#")
        place = (path.parent / target).resolve() if target else path
        if not place.exists():
            found.append(f"{path.relative_to(ROOT)}: {link} leads nowhere")
        elif anchor and place.suffix == ".md" and anchor not in anchors(place):
            found.append(f"{path.relative_to(ROOT)}: {link}: no such heading")
    return found


def guide_problems() -> list[str]:
    found = []
    for room in rooms():
        defined = room.defined()
        if not defined:
            continue
        guide = ROOT / "docs" / "guide" / f"{room.name}.md"
        if not guide.exists():
            found.append(f"{guide.relative_to(ROOT)}: missing")
            continue
        text = guide.read_text(encoding="utf-8")
        if len(text.splitlines()) > LONGEST_GUIDE:
            found.append(f"{guide.relative_to(ROOT)}: more than {LONGEST_GUIDE} lines")
        if "<!-- run -->" not in text:
            found.append(f"{guide.relative_to(ROOT)}: no example that runs")
        for component in defined:
            if not re.search(rf"\b{class_of(component)}\b", text, re.IGNORECASE):
                found.append(f"{guide.relative_to(ROOT)}: does not name {class_of(component)}")
    return found


def main() -> int:
    found = [f"{name}: missing" for name in WANTED if not (ROOT / name).exists()]
    found += guide_problems()
    found += [line for path in documents() for line in broken_links(path)]
    print("\n".join(found) or f"documents: {len(documents())} pages, every link arrives")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
