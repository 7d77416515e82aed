# SPDX-License-Identifier: MIT
"""Runs the examples in the documents: run_snippets.py PREFIX [page ...].

A block of ```python, ```cpp or ```bash behind a line `<!-- run -->` is run. The Python blocks of a
page are one program, in order; so are its bash blocks. The C++ blocks of all pages are functions of
one program, built against the limn installed in PREFIX, since headers take most of the time; each
runs alone, in an empty folder. Lines between `<!-- run` and `-->` come before the block and are not
shown: they make what it speaks of. Where the next block stands behind `<!-- output -->`, it is what
the block must print. LIMN_DATA_DIR is handed on.
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

BLOCK = re.compile(
    r"^<!-- (run|output)(?: -->|\n((?:(?!-->).)*?)^-->)\s*\n```(\w*)\n(.*?)^```\s*?$",
    re.MULTILINE | re.DOTALL,
)
MAIN = re.compile(r"^int\s+main\s*\(\s*\)", re.MULTILINE)
LIMIT_S = 600


@dataclasses.dataclass
class Snippet:
    page: str
    line: int
    language: str
    code: str
    before: str = ""  # what the page does not show
    output: str | None = None


def snippets(path: pathlib.Path) -> list[Snippet]:
    text = path.read_text(encoding="utf-8")
    found: list[Snippet] = []
    for block in BLOCK.finditer(text):
        kind, before, language, code = block.groups()
        if kind == "output":
            if found:
                found[-1].output = code
            continue
        line = text[: block.start(4)].count("\n") + 1
        page = path.relative_to(ROOT).as_posix()
        found.append(Snippet(page, line, language, code, before or ""))
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
        code, printed = run(
            command, pathlib.Path(folder), f"\n{say}\n".join(s.before + s.code for s in own)
        )
    parts = printed.split(mark + "\n")
    bad = [
        verdict(s, 0 if k + 1 < len(parts) else code, part)
        for k, (s, part) in enumerate(zip(own, parts, strict=False))
    ]
    return [line for line in bad if line]


def parted(code: str) -> tuple[list[str], str]:
    """The includes of a block, and the rest on the same lines."""
    lines = code.splitlines()
    heads = [line for line in lines if line.startswith("#include")]
    return heads, "\n".join("" if line in heads else line for line in lines)


def as_function(k: int, snippet: Snippet) -> tuple[list[str], str]:
    """Its includes, and `int snippet_k()`; errors of the compiler name the page."""
    hidden, first = parted(snippet.before)
    heads, body = parted(snippet.code)
    place = f'#line {snippet.line} "{snippet.page}"'
    if MAIN.search(body):  # a main may leave its return out
        body = MAIN.sub("int shown()", body).rstrip().removesuffix("}") + "return 0; }"
        parts = [place, body, f"int snippet_{k}() {{", first, "return shown(); }"]
    else:
        parts = [f"int snippet_{k}() {{", first, place, body, "return 0; }"]
    return [*hidden, *heads], "\n".join([f"namespace page_{k} {{", *parts, "}", ""])


def as_program(own: list[Snippet]) -> str:
    """All C++ blocks; the program runs the one whose number it is given."""
    functions = [as_function(k, snippet) for k, snippet in enumerate(own)]
    heads = sorted({head.split("//")[0].rstrip() for heads, _ in functions for head in heads})
    calls = "".join(
        f"  if (asked == {k}) return page_{k}::snippet_{k}();\n" for k in range(len(own))
    )
    return (
        "#include <cstdlib>\n#include <exception>\n#include <iostream>\n"
        + "\n".join([*heads, *(text for _, text in functions)])
        + "int main(int, char** given) try {\n  const int asked = std::atoi(given[1]);\n"
        + calls
        + "  return 2;\n} catch (const std::exception& e) {\n"
        + "  std::cerr << e.what() << '\\n';\n  return 1;\n}\n"
    )


PROJECT = """\
cmake_minimum_required(VERSION 3.25)
project(snippets LANGUAGES CXX)
find_package(limn REQUIRED)
add_executable(snippets snippets.cpp)
target_link_libraries(snippets PRIVATE limn::limn)
target_compile_options(snippets PRIVATE -O0)
"""


def run_cpp(own: list[Snippet], prefix: str) -> list[str]:
    if not own:
        return []
    bad = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "snippets.cpp").write_text(as_program(own), encoding="utf-8")
        (folder / "CMakeLists.txt").write_text(PROJECT, encoding="utf-8")
        where = f"-DCMAKE_PREFIX_PATH={prefix};{sysconfig.get_path('purelib')}"
        for command in (
            ["cmake", "-S", ".", "-B", "build", "-G", "Ninja", where],
            ["cmake", "--build", "build"],
        ):
            code, printed = run(command, folder)
            if code != 0:
                return [f"the C++ snippets: {' '.join(command[:2])}\n{printed[-6000:]}"]
        for k, snippet in enumerate(own):
            empty = folder / f"page{k}"
            empty.mkdir()
            code, printed = run([str(folder / "build" / "snippets"), str(k)], empty)
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
