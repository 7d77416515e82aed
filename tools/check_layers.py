# SPDX-License-Identifier: MIT
"""Refuses an include that breaks the layers of the house (docs/design): a table and one regex."""

from __future__ import annotations

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEVELS = [
    {"core"},
    {"kernels"},
    {"data", "evaluate", "privacy"},
    {"io", "nn", "learn"},
    {"filter", "impute", "outlier", "features", "encoder"},
    {"cluster", "predict", "recommend", "causal"},
    {"coldstart", "explain", "fairness", "adapt"},
    {"profiler"},
    {"testing"},  # the contract battery: for those who write components
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)

# header of others -> the files that may include it
BORDERS = {
    re.compile(r"^nlohmann/"): re.compile(r"^include/limn/io/json\.hpp$|\.(ipp|cpp)$"),
    re.compile(r"^pybind11/"): re.compile(r"^python/src/"),
    re.compile(r"^(xtensor|xtl)/"): re.compile(r"^include/limn/core/xt\.hpp$|^tests/"),
    re.compile(r"^Eigen/(?!Core$)"): re.compile(r"\.(ipp|cpp)$"),
}


def may_include(room: str, other: str) -> bool:
    """Own room; anything lower, but levels 5 and 6 stop at level 3 (coldstart: 5 too)."""
    if room == other:
        return True
    level, below = LEVEL[room], LEVEL[other]
    if level in (5, 6):
        return below <= 3 or (room == "coldstart" and below == 5)
    return below < level


def breaches(path: pathlib.Path) -> list[str]:
    name = path.relative_to(ROOT).as_posix()
    found = []
    parts = pathlib.PurePosixPath(name).parts
    room = {"include": parts[2], "src": parts[1]}.get(parts[0], "")
    for header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        target = pathlib.PurePosixPath(header).parts
        ours = room in LEVEL and len(target) > 2 and target[0] == "limn"
        if ours and not may_include(room, target[1]):
            found.append(f"{name}: {room} may not include {header}")
        for border, allowed in BORDERS.items():
            if border.search(header) and not allowed.search(name):
                found.append(f"{name}: {header} belongs elsewhere (allowed: {allowed.pattern})")
    return found


def main() -> int:
    files = [
        path
        for folder in ("include/limn", "src", "python/src")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".hpp", ".ipp", ".cpp")
    ]
    unknown = {path.name for path in (ROOT / "include/limn").iterdir() if path.is_dir()} - set(
        LEVEL
    )
    found = [f"include/limn/{room}: not a room of the house" for room in sorted(unknown)]
    if not unknown:
        found += [line for path in files for line in breaches(path)]
    print("\n".join(found) or f"layers: {len(files)} files keep them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
