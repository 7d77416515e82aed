# SPDX-License-Identifier: MIT
"""Ctrl-C during a long call: heard at once, and the object is as it was."""

from __future__ import annotations

import _thread
import io
import signal
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

import limn
from limn import _progress


@pytest.fixture(autouse=True)
def _hear_ctrl_c() -> Iterator[None]:
    """A shell has what it runs in the background ignore Ctrl-C: no fit here would ever end."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)


def test_ctrl_c_stops_and_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    model = limn.cluster.KMeans(n_clusters=4, random_state=0).fit(rng.normal(size=(200, 3)))
    state = model._dump()
    model = model.set_params(n_clusters=64, n_init=1000, max_iter=10_000, tol=0.0)
    assert model._dump() != state
    fresh = model._dump()
    x = rng.normal(size=(40_000, 16))
    sent = []

    def press() -> None:
        sent.append(time.monotonic())
        _thread.interrupt_main()

    timer = threading.Timer(0.5, press)
    timer.start()
    with pytest.raises(KeyboardInterrupt) as caught:
        model.fit(x)
    late = time.monotonic() - sent[0]
    timer.join()
    assert late < 1.0  # 0.2 s on a quiet machine
    assert isinstance(caught.value.__cause__, limn.CancelledError)
    assert model._dump() == fresh


def test_ctrl_c_stops_a_profiler() -> None:
    """Wherever it is, in the training of its encoder or before; it answers as it did."""

    def events(n_users: int, length: int) -> limn.EventLog:
        rng = np.random.default_rng(n_users)
        table = {
            "user": np.repeat(np.arange(n_users), length),
            "item": rng.integers(0, 500, n_users * length),
            "time": np.tile(np.arange(length), n_users) * 3600,
        }
        return limn.EventLog.from_table(table, user="user", item="item", time="time", time_unit="s")

    training = {"encoder.event_encoder": {"width": 64, "epochs": 1000, "patience": 1000}}
    p = limn.Profiler({"encoder": training, "n_segments": 2})
    quick = limn.Profiler({"encoder": None, "n_segments": 2}).fit(events(20, 8))
    before = quick.profile(3).to_json()
    for profiler, log in ((p, events(4000, 100)), (quick, events(40000, 100))):
        timer = threading.Timer(1.0, _thread.interrupt_main)
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            profiler.fit(log)
        timer.join()
    with pytest.raises(limn.NotFittedError):
        p.profile(3)
    assert quick.profile(3).to_json() == before


def test_a_listener_that_fails_stops_the_call() -> None:
    heard: list[tuple[float, str]] = []

    def fail(fraction: float, stage: str) -> None:
        heard.append((fraction, stage))
        raise RuntimeError("the listener's own")

    limn.set_progress(fail)
    try:
        with pytest.raises(RuntimeError, match="own"):
            limn.cluster.KMeans(n_clusters=64, n_init=1000, tol=0.0).fit(
                np.random.default_rng(0).normal(size=(40_000, 16))
            )
    finally:
        limn.set_progress(None)
    assert len(heard) == 1
    assert 0 <= heard[0][0] <= 1


def test_without_tqdm_a_terminal_gets_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setitem(sys.modules, "tqdm.auto", None)  # as if it were not installed
    monkeypatch.setattr(sys, "stderr", Terminal())
    line = _progress.open("fit")
    assert line is not None
    for i in range(1000):
        line.show(i / 1000, "trees")
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert shown.startswith("\rfit   0% [----") and shown.count("\r") < 20
    line.close()
    assert sys.stderr.getvalue().endswith("\r")  # type: ignore[attr-defined]
