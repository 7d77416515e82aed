# SPDX-License-Identifier: MIT
"""Who shows the progress of a long call: nobody, tqdm, or the caller's own function."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Protocol

#: Called with the fraction done, in [0, 1], and the stage.
Listener = Callable[[float, str], None]

_listener: Listener | bool | None = None


class Display(Protocol):
    def show(self, fraction: float, stage: str) -> None: ...
    def close(self) -> None: ...


def set_progress(listener: Listener | bool | None) -> None:
    """Who hears of progress: None = a bar on a terminal or in a notebook (where tqdm is installed),
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
    if _listener is None and not (_notebook() or sys.stderr.isatty()):
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
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
