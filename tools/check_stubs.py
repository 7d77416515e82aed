# SPDX-License-Identifier: MIT
"""The type stubs of limn._limn, written from the installed module: compared, or kept (--write)."""

from __future__ import annotations

import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "python" / "limn"


# Classes tell the name of their public module; a stub must find them where they were made.
WRITER = """
import types, limn._limn as module
for room in [module, *(v for v in vars(module).values() if isinstance(v, types.ModuleType))]:
    for kind in vars(room).values():
        if isinstance(kind, type) and kind.__module__.startswith("limn."):
            kind.__module__ = room.__name__
from pybind11_stubgen import main
main()
"""


# A property tells its type in its text alone.
PROPERTY = re.compile(
    r'(    def \w+)\(\*args, \*\*kwargs\):\n( +""")\n +\(self\) -> ([^\n]+)\n(?: *\n)?'
)


def generate(folder: pathlib.Path) -> dict[str, str]:
    """relative path -> text of each stub"""
    subprocess.run(
        [
            sys.executable,
            "-c",
            WRITER,
            "limn._limn",
            "-o",
            folder,
            "--numpy-array-use-type-var",
            "--exit-code",
        ],
        check=True,
        cwd=folder,
    )
    base = folder / "limn"
    made = {}
    for path in sorted(base.rglob("*.pyi")):
        text = "# SPDX-License-Identifier: MIT\n" + path.read_text(encoding="utf-8")
        text = PROPERTY.sub(r"\1(self) -> \3:\n\2\n", text)
        # Our class, which the writer takes for typing's; Python's way to say unhashable.
        text = text.replace(") -> typing.Sequence:", ") -> Sequence:")
        unhashable = "__hash__: typing.ClassVar[None] = None"
        text = text.replace(unhashable, unhashable + "  # type: ignore[assignment]")
        # py::dict, py::list and py::tuple say no more.
        text = text.replace(") -> dict:", ") -> dict[str, typing.Any]:")
        text = text.replace(") -> list:", ") -> list[typing.Any]:")
        text = text.replace(": dict)", ": dict[str, typing.Any])")
        text = text.replace(") -> tuple:", ") -> tuple[typing.Any, ...]:")
        made[path.relative_to(base).as_posix()] = text
    return made


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = generate(pathlib.Path(folder))
    kept = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted([*PACKAGE.glob("_limn.pyi"), *PACKAGE.glob("_limn/**/*.pyi")])
    }
    if "--write" in arguments:
        for name in kept.keys() - made.keys():
            (PACKAGE / name).unlink()
        for name, text in made.items():
            (PACKAGE / name).parent.mkdir(parents=True, exist_ok=True)
            (PACKAGE / name).write_text(text, encoding="utf-8")
        print(f"stubs: {len(made)} files written")
        return 0
    for name in sorted(made.keys() | kept.keys()):
        old, new = kept.get(name, "").splitlines(), made.get(name, "").splitlines()
        sys.stdout.writelines(
            line + "\n"
            for line in difflib.unified_diff(old, new, name, "written anew", lineterm="")
        )
    if made != kept:
        print("stubs are out of date: make stubs")
        return 1
    print(f"stubs: {len(made)} files are what the module says")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
