# SPDX-License-Identifier: MIT
"""The type stubs of limn._limn, written from the installed module: compared, or kept (--write)."""

from __future__ import annotations

import difflib
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "python" / "limn"


def generate(folder: pathlib.Path) -> dict[str, str]:
    """relative path -> text of each stub"""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pybind11_stubgen",
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
