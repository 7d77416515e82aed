# SPDX-License-Identifier: MIT
"""The command line on small files: what it prints, writes and returns."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from typing import Any

import pandas
import pytest

import limn
from limn._files import write_bytes
from limn.cli import main

CONFIG = {
    "encoder": {"encoder.event_encoder": {"width": 8, "layers": 1, "epochs": 1, "max_length": 20}},
    "n_segments": 3,
}


@pytest.fixture(scope="module")
def files(shop: tuple[dict[str, Any], dict[str, Any]], tmp_path_factory: Any) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("cli")
    out = {name: str(folder / name) for name in ("events.csv", "users.csv", "c.json", "m.limn")}
    pandas.DataFrame(shop[0]).to_csv(out["events.csv"], index=False)
    pandas.DataFrame(shop[1]).to_csv(out["users.csv"], index=False)
    with open(out["c.json"], "w", encoding="utf-8") as file:
        json.dump(CONFIG, file)
    code = main(
        [
            "fit",
            "--events",
            out["events.csv"],
            "--user",
            "user",
            "--item",
            "item",
            "--time",
            "time",
            "--type",
            "type",
            "--value",
            "price",
            "--users",
            out["users.csv"],
            "--user-id",
            "user",
            "--config",
            out["c.json"],
            "--out",
            out["m.limn"],
        ]
    )
    assert code == 0
    return out


def test_profile(files: dict[str, str], capsys: Any, tmp_path: Any) -> None:
    assert main(["profile", "--model", files["m.limn"], "--user", "u00003"]) == 0
    assert json.loads(capsys.readouterr().out)["segments"]
    lines = tmp_path / "p.jsonl"
    assert main(["profile", "--model", files["m.limn"], "--all", "--out", str(lines)]) == 0
    documents = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert len(documents) > 100


def test_recommend(files: dict[str, str], capsys: Any) -> None:
    assert (
        main(["recommend", "--model", files["m.limn"], "--user", "u00003", "-k", "4", "--json"])
        == 0
    )
    assert len(json.loads(capsys.readouterr().out)) == 4
    assert main(["recommend", "--model", files["m.limn"], "--user", "who", "-k", "4"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_recommend_with_integer_ids(tmp_path: Any, capsys: Any) -> None:
    events = tmp_path / "e.csv"
    rows = "".join(f"{n % 7},{n * 3 % 5},{1_700_000_000 + n * 3600}\n" for n in range(140))
    events.write_text("user,item,time\n" + rows, encoding="utf-8")
    config = tmp_path / "c.json"
    config.write_text('{"encoder": null, "n_segments": 2}', encoding="utf-8")
    model = str(tmp_path / "m.limn")
    fit = ["fit", "--events", str(events), "--user", "user", "--item", "item", "--time", "time"]
    assert main([*fit, "--time-unit", "s", "--config", str(config), "--out", model]) == 0
    capsys.readouterr()
    assert main(["recommend", "--model", model, "--user", "3", "-k", "2"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_evaluate_report_inspect(files: dict[str, str], capsys: Any, tmp_path: Any) -> None:
    assert main(["evaluate", "--model", files["m.limn"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]
    assert main(["evaluate", "--model", files["m.limn"]]) == 0
    assert "baseline" in capsys.readouterr().out
    report = tmp_path / "r.html"
    assert main(["report", "--model", files["m.limn"], "--out", str(report)]) == 0
    assert report.stat().st_size > 1000
    assert main(["inspect", files["m.limn"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parts"]
    assert main(["inspect", files["m.limn"]]) == 0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"--user": "usr"}, "user"),
        ({"--events": "none.csv"}, "none.csv"),
        ({"--config": "none.json"}, "none.json"),
        ({"--user-id": "nobody"}, "nobody|user"),
        ({"--out": "/no such folder/m.limn"}, "m.limn|folder|open"),
    ],
)
def test_bad_input_is_named(
    files: dict[str, str], change: dict[str, str], word: str, capsys: Any, tmp_path: Any
) -> None:
    options = {
        "--events": files["events.csv"],
        "--user": "user",
        "--item": "item",
        "--time": "time",
        "--users": files["users.csv"],
        "--user-id": "user",
        "--config": files["c.json"],
        "--out": str(tmp_path / "m.limn"),
        **change,
    }
    assert main(["fit", *(part for pair in options.items() for part in pair)]) == 1
    import re

    assert re.search(word, capsys.readouterr().err)
    assert not (tmp_path / "m.limn").exists()


def test_bad_model(capsys: Any, tmp_path: Any) -> None:
    path = tmp_path / "m.limn"
    path.write_bytes(b"nothing")
    assert main(["evaluate", "--model", str(path)]) == 1
    assert "LIMN-E0" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", "--model", "no/m.limn"],
        ["report", "--model", "no/m.limn", "--out", "r.html"],
        ["profile", "--model", "no/m.limn", "--all"],
        ["inspect", "no/m.limn"],
    ],
)
def test_a_model_not_there_is_named(arguments: list[str], capsys: Any) -> None:
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "file 'no/m.limn'" in told
    assert "expected a regular file that can be read" in told


def test_outputs_that_cannot_be_written_are_named(
    files: dict[str, str], capsys: Any, tmp_path: Any
) -> None:
    pipe, absent = tmp_path / "pipe", tmp_path / "no" / "r.html"
    os.mkfifo(pipe)
    for path in (pipe, absent):
        for arguments in (["report"], ["profile", "--all"]):
            assert main([*arguments, "--model", files["m.limn"], "--out", str(path)]) == 1
            assert f"file '{path}'" in capsys.readouterr().err
        with pytest.raises(limn.IoError) as caught:
            limn.Profiler.load(files["m.limn"]).save(path)
        assert caught.value.place == f"file '{path}'"
        assert caught.value.expected
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_written_file_keeps_links_and_permissions(tmp_path: Any) -> None:
    file, link = tmp_path / "p.jsonl", tmp_path / "latest"
    link.symlink_to("p.jsonl")
    write_bytes(link, b"one")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    file.chmod(0o640)
    write_bytes(link, b"two")
    assert link.is_symlink()
    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert len(list(tmp_path.iterdir())) == 2
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(limn.IoError, match="LIMN-E061.* expected a regular file"):
            write_bytes(path, b"three")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("value", [[], ["--value", "price"]])
def test_a_file_of_nothing_but_its_header_has_no_events(
    value: list[str], capsys: Any, tmp_path: Any
) -> None:
    events = tmp_path / "e.csv"
    events.write_text("user,item,time,price\n", encoding="utf-8")
    fit = ["fit", "--events", str(events), "--user", "user", "--item", "item", "--time", "time"]
    assert main([*fit, *value, "--out", str(tmp_path / "m.limn")]) == 1
    assert "got 0 events" in capsys.readouterr().err


def test_an_interrupt_ends_with_130_and_writes_nothing(
    files: dict[str, str], tmp_path: Any
) -> None:
    config, model = tmp_path / "c.json", tmp_path / "m.limn"
    encoder = {"width": 32, "layers": 2, "epochs": 10_000}
    config.write_text(json.dumps({"encoder": {"encoder.event_encoder": encoder}}), encoding="utf-8")
    fit = ["fit", "--events", files["events.csv"], "--user", "user", "--item", "item"]
    fit += ["--time", "time", "--config", str(config), "--out", str(model)]
    with subprocess.Popen(
        [sys.executable, "-m", "limn", *fit],
        stderr=subprocess.PIPE,
        text=True,
        # a shell's background job ignores SIGINT, and what it starts would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        try:
            assert run.stderr is not None
            assert "events of" in run.stderr.readline()
            run.send_signal(signal.SIGINT)
            told = run.communicate(timeout=60)[1]
        finally:
            run.kill()
    assert run.returncode == 130
    assert "stopped; nothing was written" in told
    assert not model.exists()


@pytest.mark.parametrize("arguments", [["fit"], ["profile", "--model", "m"], ["nonsense"]])
def test_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_no_command(capsys: Any) -> None:
    assert main([]) == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.slow
def test_demo(tmp_path: Any, capsys: Any) -> None:
    assert main(["demo", "--out", str(tmp_path / "shop"), "--users", "300"]) == 0
    text = capsys.readouterr().out
    assert "baseline" in text
    assert (tmp_path / "shop" / "report.html").exists()
