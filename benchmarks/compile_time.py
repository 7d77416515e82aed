# SPDX-License-Identifier: MIT
"""compile_time.py EIGEN [header ...]: CPU seconds to compile each public header alone.

EIGEN is the folder that holds Eigen/Core. Without names: every header that a user includes (detail/
left out). Seconds of the processor, not of the clock, and the least of three, so that other work on
the machine counts little.
"""

from __future__ import annotations

import os
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPEATS = 3


def seconds(header: str, eigen: str) -> float:
    """Least CPU time of REPEATS compilations at -O0."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "alone.cpp"
        source.write_text(f"#include <{header}>\n", encoding="utf-8")
        command = [
            os.environ.get("CXX", "g++"),
            "-std=c++20",
            "-O0",
            f"-I{ROOT / 'include'}",
            "-isystem",
            eigen,
            "-c",
            str(source),
            "-o",
            str(source.with_suffix(".o")),
        ]
        taken = []
        for _ in range(REPEATS):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def public_headers() -> list[str]:
    include = ROOT / "include"
    borders = {"limn/io/json.hpp", "limn/core/xt.hpp"}
    names = [path.relative_to(include).as_posix() for path in sorted(include.rglob("*.hpp"))]
    return [name for name in names if "/detail/" not in name and name not in borders]


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    table = [(seconds(name, arguments[0]), name) for name in arguments[1:] or public_headers()]
    print("\n".join(f"{taken:6.2f}  {name}" for taken, name in sorted(table, reverse=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
