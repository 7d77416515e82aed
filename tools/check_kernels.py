# SPDX-License-Identifier: MIT
"""check_kernels.py BUILD: each src/kernels/level_*.cpp object exports one table and no weak symbol.

A weak symbol (an inline function, a template) compiled for a newer processor could be the one the
linker keeps for the whole program, which then dies on an older one.
"""

from __future__ import annotations

import pathlib
import platform
import subprocess
import sys

WEAK = set("VvWwu")


def symbols(path: pathlib.Path) -> list[tuple[str, str]]:
    listed = subprocess.run(
        ["nm", "-C", "--defined-only", "--extern-only", path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines() if line.strip()]
    return [(row[1], row[2]) for row in rows if len(row) == 3]


def main(build: str) -> int:
    objects = sorted(pathlib.Path(build).rglob("kernels/level_*.o"))
    wanted = {"level_base"}
    if platform.machine() in ("x86_64", "AMD64"):
        wanted |= {"level_v3", "level_v4"}
    found = [
        f"{name}: no object below {build}"
        for name in sorted(wanted - {path.name.split(".")[0] for path in objects})
    ]
    for path in objects:
        exported = symbols(path)
        found += [f"{path.name}: weak symbol {name}" for kind, name in exported if kind in WEAK]
        strong = [name for kind, name in exported if kind not in WEAK]
        if len(strong) != 1:
            found.append(f"{path.name}: exports {strong}, wanted one table")
    print("\n".join(found) or f"kernels: {len(objects)} levels, one table each, no weak symbol")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else print(__doc__) or 2)
