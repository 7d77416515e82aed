# SPDX-License-Identifier: MIT
"""Runs the examples in the documents: run_snippets.py PREFIX [page ...].

A block of ```python, ```cpp or ```bash behind a line `<!-- run -->` is run. The Python blocks of a
page are one program, in order; so are its bash blocks; each C++ block is a program of its own
(without a main it becomes the body of one), built against the limn installed in PREFIX. Where the
next block stands behind `<!-- output -->`, it is what the block must print. Every page starts in
an empty folder. LIMN_DATA_DIR is handed on.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import tempfile

from rooms import ROOT

BLOCK = re.compile(r"^<!-- (run|output) -->\s*\n```(\w*)\n(.*?)^```\s*?$", re.MULTILINE | re.DOTALL)
LIMIT_S = 600


@dataclasses.dataclass
class Snippet:
    page: str
    line: int
    language: str
    code: str
    output: str | None = None


def snippets(path: pathlib.Path) -> list[Snippet]:
    text = path.read_text(encoding="utf-8")
    found: list[Snippet] = []
    for block in BLOCK.finditer(text):
        kind, language, code = block.groups()
        if kind == "output":
            if found:
                found[-1].output = code
            continue
        line = text[: block.start()].count("\n") + 1
        found.append(Snippet(path.relative_to(ROOT).as_posix(), line, language, code))
    return found


def run(command: list[str], folder: pathlib.Path, text: str | None = None) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_S,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "error::DeprecationWarning:__main__"},
        )
    except subprocess.TimeoutExpired:
        return 1, f"still running after {LIMIT_S} s"
    return done.returncode, done.stdout


def verdict(snippet: Snippet, code: int, printed: str) -> str | None:
    place = f"{snippet.page}:{snippet.line}"
    if code != 0:
        return f"{place}: ended with {code}\n{printed[-3000:]}"
    if snippet.output is not None and printed.split() != snippet.output.split():
        return f"{place}: printed\n{printed}\ninstead of\n{snippet.output}"
    return None


def run_scripts(page: list[Snippet], language: str, command: list[str]) -> list[str]:
    """All blocks of one language as one program; a marker line parts what each prints."""
    own = [snippet for snippet in page if snippet.language == language]
    if not own:
        return []
    mark = "@@limn-snippet@@"
    say = f'print("{mark}", flush=True)' if language == "python" else f'echo "{mark}"'
    with tempfile.TemporaryDirectory() as folder:
        code, printed = run(command, pathlib.Path(folder), f"\n{say}\n".join(s.code for s in own))
    parts = printed.split(mark + "\n")
    bad = [
        verdict(s, 0 if k + 1 < len(parts) else code, part)
        for k, (s, part) in enumerate(zip(own, parts, strict=False))
    ]
    return [line for line in bad if line]


def as_program(code: str) -> str:
    if re.search(r"\bint\s+main\s*\(", code):
        return code
    lines = code.splitlines()
    heads = [line for line in lines if line.startswith("#include")]
    body = [line for line in lines if not line.startswith("#include")]
    return "\n".join(["#include <iostream>", *heads, "int main() {", *body, "}", ""])


def run_cpp(own: list[Snippet], prefix: str) -> list[str]:
    if not own:
        return []
    bad = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        project = [
            "cmake_minimum_required(VERSION 3.25)",
            "project(snippets LANGUAGES CXX)",
            "find_package(limn REQUIRED)",
        ]
        for k, snippet in enumerate(own):
            (folder / f"s{k}.cpp").write_text(as_program(snippet.code), encoding="utf-8")
            project += [
                f"add_executable(s{k} s{k}.cpp)",
                f"target_link_libraries(s{k} PRIVATE limn::limn)",
            ]
        (folder / "CMakeLists.txt").write_text("\n".join(project) + "\n", encoding="utf-8")
        packages = sysconfig.get_path("purelib")
        code, printed = run(
            [
                "cmake",
                "-S",
                ".",
                "-B",
                "build",
                "-G",
                "Ninja",
                f"-DCMAKE_PREFIX_PATH={prefix};{packages}",
            ],
            folder,
        )
        if code != 0:
            return [f"cmake for the C++ snippets: {printed[-3000:]}"]
        for k, snippet in enumerate(own):
            code, printed = run(["cmake", "--build", "build", "--target", f"s{k}"], folder)
            if code == 0:
                code, printed = run([str(folder / "build" / f"s{k}")], folder)
            bad.append(verdict(snippet, code, printed))
    return [line for line in bad if line]


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    prefix = str(pathlib.Path(arguments[0]).resolve())
    paths = [pathlib.Path(name).resolve() for name in arguments[1:]] or sorted(
        [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    )
    pages = [found for path in paths if (found := snippets(path))]
    every = [snippet for page in pages for snippet in page]
    bad = [
        f"{s.page}:{s.line}: {s.language or 'no language'} is not run here"
        for s in every
        if s.language not in ("python", "bash", "cpp")
    ]
    for page in pages:
        bad += run_scripts(page, "python", [sys.executable, "-"])
        bad += run_scripts(page, "bash", ["bash", "-euo", "pipefail", "-s"])
    bad += run_cpp([s for s in every if s.language == "cpp"], prefix)
    print("\n".join(bad))
    print(f"snippets: {len(every) - len(bad)} of {len(every)} run, on {len(pages)} pages")
    return 1 if bad or not every else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
