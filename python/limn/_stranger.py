# SPDX-License-Identifier: MIT
"""What a request brings of a user whom the profiler does not know.

Messages name the place in the request, never what stands there.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ._time import to_us
from .errors import DataError, Error, ParamError, make

_KEYS = ("item", "time", "type", "value")


def events(history: Any) -> list[tuple[str, int, str, float]]:
    """Items, (item, time, type, value) of any length, or dicts of these: oldest first."""
    if history is None:
        return []
    if isinstance(history, str | bytes | bytearray | Mapping) or not isinstance(history, Iterable):
        raise _wrong(DataError, "LIMN-E033", "history", _type(history), "a list of events", _LIST)
    return [_event(event, f"history, event {i}", i) for i, event in enumerate(history)]


_LIST = "pass a list, also for one event: [item], [(item, time)] or [{'item': ..., 'time': ...}]"


def _event(event: Any, place: str, number: int) -> tuple[str, int, str, float]:
    parts: Mapping[str, Any] = {"item": event}
    if isinstance(event, Mapping):
        for key in event:
            if key not in _KEYS:
                raise _unknown(place, "an unknown key", key, _KEYS)
        parts = event
    elif isinstance(event, tuple | list):
        parts = dict(zip(_KEYS, event, strict=False))
    if parts.get("item") is None:
        raise _wrong(
            ParamError, "LIMN-E012", place, "no item", "an item", "name the item of each event"
        )
    time, kind = parts.get("time"), parts.get("type")
    us = number if time is None else to_us(time)
    return str(parts["item"]), us, str(kind or ""), _value(parts.get("value"), place)


def _value(value: Any, place: str) -> float:
    if value is None:
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):  # whose message shows the text
        raise _wrong(
            DataError, "LIMN-E033", f"{place}, value", _type(value), "a number", "convert it first"
        ) from None


def attributes(given: Any, known: Callable[[], Sequence[str]]) -> dict[str, Any]:
    """By name. known: the names the user table of fit had, asked for only when there is need."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        fix = "pass {'age': 34}, names as in the user table"
        raise _wrong(
            DataError, "LIMN-E033", "attributes", _type(given), "a dict of values by name", fix
        )
    names = known() if given else ()
    for name in given:
        if name not in names:
            raise _unknown("attributes", "a name the user table of fit did not have", name, names)
    return dict(given)


def _type(value: Any) -> str:
    return f"an object of type {type(value).__name__}"


def _unknown(place: str, got: str, name: Any, known: Sequence[str]) -> Error:
    near = difflib.get_close_matches(str(name), known, 1)
    fix = f"did you mean '{near[0]}'?" if near else "leave it out"
    expected = f"one of {', '.join(known)}" if known else "none"
    return _wrong(ParamError, "LIMN-E011", place, got, expected, fix)


def _wrong(kind: type[Error], code: str, place: str, got: str, expected: str, fix: str) -> Error:
    return make(kind, code, "profiler", place, got, expected, fix)
