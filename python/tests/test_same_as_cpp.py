# SPDX-License-Identifier: MIT
"""One log, fitted by a C++ program and by Python: the same model file, the same profile."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import limn

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "examples" / "cpp_minimal" / "events.csv"
PROGRAM = ROOT / "build" / "make" / "examples" / "example_cpp_minimal"  # `make test` builds it
needs_program = pytest.mark.skipif(
    not PROGRAM.is_file(), reason="run `make build`: the examples in C++ are not built"
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: Any) -> tuple[Path, str]:
    """The model that the C++ program saved, and the first user's profile as it printed it."""
    model = tmp_path_factory.mktemp("cpp") / "model.limn"
    command = [PROGRAM, EVENTS, "user", "item", "time", model]
    return model, subprocess.run(command, check=True, capture_output=True, text=True).stdout


def exactly(text: str) -> Any:
    """JSON with numbers as they are written and fields in their order."""
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=list)


@needs_program
def test_python_answers_as_cpp_from_its_file(said: tuple[Path, str]) -> None:
    model, printed = said
    profiler = limn.Profiler.load(model)
    assert exactly(profiler._core.profile(profiler.users[0])) == exactly(printed)


@needs_program
@pytest.mark.parametrize("n_threads", [1, 2])
def test_python_fits_as_cpp(said: tuple[Path, str], tmp_path: Path, n_threads: int) -> None:
    log = limn.EventLog.from_csv(EVENTS, user="user", item="item", time="time")
    before = limn.get_threads()
    try:
        limn.set_threads(n_threads)
        limn.Profiler().fit(log).save(tmp_path / "model.limn")
    finally:
        limn.set_threads(before)
    assert (tmp_path / "model.limn").read_bytes() == said[0].read_bytes()
