# SPDX-License-Identifier: MIT
"""Prints what pyproject.toml lists under the extras named, for pip install."""

from __future__ import annotations

import pathlib
import sys

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    from pip._vendor import tomli as tomllib


def main(extras: list[str]) -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in extras:
        print("\n".join(project["optional-dependencies"][extra]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
