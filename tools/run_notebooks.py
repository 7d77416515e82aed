# SPDX-License-Identifier: MIT
"""Runs examples/notebooks/*.ipynb cell by cell: run_notebooks.py [--write] [notebook ...].

Without an option: every cell must run (pictures are drawn, not compared). With --write: what the
cells print and draw is kept in the notebook, so that it can be read without being run.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import traceback
from typing import Any

from rooms import ROOT

os.environ.setdefault("MPLBACKEND", "agg")
DPI = 70  # a map of users stays below 100 kB


def run_cell(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """What the cell printed, the value of its last line and the pictures it left open."""
    tree = ast.parse(source)
    tail = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(tail.value), "cell", "eval"), names) if tail else None
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append(
            {"output_type": "stream", "name": "stdout", "text": lines(printed.getvalue())}
        )
    if value is not None:
        outputs.append(shown({"text/plain": lines(repr(value))}))
    return outputs + [shown({"image/png": picture}) for picture in pictures()]


def shown(data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def pictures() -> list[str]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    found = []
    for number in pyplot.get_fignums():
        png = io.BytesIO()
        pyplot.figure(number).savefig(png, format="png", dpi=DPI)
        found.append(base64.b64encode(png.getvalue()).decode())
        pyplot.close(number)
    return found


def run(path: pathlib.Path, write: bool) -> bool:
    book = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in book["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            cell["outputs"] = run_cell("".join(cell["source"]), names)
        except Exception:
            print(
                f"{path.name}: a cell failed:\n{''.join(cell['source'])}\n{traceback.format_exc()}"
            )
            return False
    if write:
        text = json.dumps(book, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
    return True


def main(arguments: list[str]) -> int:
    write = "--write" in arguments
    given = [pathlib.Path(a).resolve() for a in arguments if a != "--write"]
    books = given or sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        good = [run(book, write) for book in books]
    print(f"notebooks: {sum(good)} of {len(books)} run")
    return 0 if books and all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
