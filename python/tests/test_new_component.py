# SPDX-License-Identifier: MIT
"""`make new` in a copy of the tree: header, test and list entry for each room with components."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from limn._files import classes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "tools", folder / "tools")
    shutil.copytree(ROOT / "include", folder / "include")
    return folder


def make_new(tree: Path, component: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, tree / "tools" / "new_component.py", component]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("room", sorted({name.partition(".")[0] for name in classes()}))
def test_every_room_with_components(tree: Path, room: str) -> None:
    done = make_new(tree, f"{room}/trial_one")
    assert done.returncode == 0, done.stderr
    written = [tree / line for line in done.stdout.splitlines() if line.endswith("pp")]
    header, test, umbrella = (path.read_text(encoding="utf-8") for path in written)
    assert f'name = "{room}.trial_one"' in header
    assert f"{room}::TrialOne" in test
    assert f"#include <limn/{room}/trial_one.hpp>" in umbrella
    assert "TrialOne>;" in umbrella
    assert "@" not in header + test  # no word of the pattern is left
    again = make_new(tree, f"{room}/trial_one")
    assert again.returncode == 2
    assert "exists" in again.stderr


@pytest.mark.parametrize(
    ("component", "says"),
    [
        ("evaluate/lift", "holds functions"),
        ("nowhere/lift", "no room 'nowhere'"),
        ("impute", "wanted room/name"),
        ("impute/Two", "wanted room/name"),
    ],
)
def test_refuses(tree: Path, component: str, says: str) -> None:
    done = make_new(tree, component)
    assert done.returncode == 2
    assert says in done.stderr
