# SPDX-License-Identifier: MIT
"""Who shows the progress of a long call: nobody, tqdm, a line of text, or the caller's function."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

#: Called with the fraction done, in [0, 1], and the stage.
Listener = Callable[[float, str], None]

_listener: Listener | bool | None = None


class Display(Protocol):
    def show(self, fraction: float, stage: str) -> None: ...
    def close(self) -> None: ...


def set_progress(listener: Listener | bool | None) -> None:
    """Who hears of progress: None = a bar on a terminal or in a notebook (there by tqdm alone),
    False = nobody, True = a bar anywhere, or a function of (fraction, stage).

    A call that takes less than a second shows nothing.
    """
    global _listener
    _listener = listener


def open(title: str) -> Display | None:
    """The display for a call that has lasted a second."""
    if _listener is False:
        return None
    if callable(_listener):
        return _Told(_listener)
    terminal = sys.stderr is not None and sys.stderr.isatty()
    if _listener is None and not (_notebook() or terminal):
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return _Line(title) if terminal or _listener is True else None
    return _Bar(tqdm(total=100, desc=title, bar_format="{desc} {percentage:3.0f}% {bar} {elapsed}"))


def _notebook() -> bool:
    shell = sys.modules.get("IPython")
    if shell is None:
        return False
    running = shell.get_ipython()
    return running is not None and "IPKernelApp" in getattr(running, "config", {})


class _Told:
    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def show(self, fraction: float, stage: str) -> None:
        self._listener(fraction, stage)

    def close(self) -> None:
        pass


class _Bar:
    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def show(self, fraction: float, stage: str) -> None:
        self._bar.set_postfix_str(stage, refresh=False)
        self._bar.n = round(100 * fraction)
        self._bar.refresh()

    def close(self) -> None:
        self._bar.close()


class _Line:
    """One line on stderr, written anew at most ten times a second."""

    width = 24

    def __init__(self, title: str) -> None:
        self._title, self._start, self._last, self._shown = title, time.monotonic(), 0.0, 0

    def show(self, fraction: float, stage: str) -> None:
        now = time.monotonic()
        if now - self._last < 0.1:
            return
        self._last = now
        done = round(self.width * fraction)
        bar = "#" * done + "-" * (self.width - done)
        text = f"{self._title} {100 * fraction:3.0f}% [{bar}] {now - self._start:.0f} s {stage}"
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)

    def close(self) -> None:
        sys.stderr.write("\r" + " " * self._shown + "\r")
        sys.stderr.flush()
