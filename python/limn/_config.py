# SPDX-License-Identifier: MIT
"""A Profiler's configuration: what it was given as JSON, and errors that name the slot."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from . import _foreign
from ._limn import Component, _Profiler
from .errors import Error, ParamError, make

#: The rooms whose components are meant for a slot.
_ROOMS = {
    "clean": ("filter",),
    "features": ("features",),
    "impute": ("impute",),
    "outlier": ("outlier",),
    "scale": ("features",),
    "segments": ("cluster",),
    "encoder": ("encoder",),
    "recommend": ("recommend", "coldstart"),
}


def make_core(config: Any, fields: dict[str, Any]) -> _Profiler:
    """The C++ half of a Profiler. Errors: ParamError, FormatError, IoError."""
    text = _text(config, fields)
    try:
        return _Profiler(text)
    except ParamError as error:
        clearer = _placed(error, text)
        if clearer is None:
            raise
    raise clearer


def _text(config: Any, fields: dict[str, Any]) -> str:
    if isinstance(config, str | os.PathLike):
        from ._files import read_text

        text = read_text(config, "profiler.config")
        if not fields:
            return text
        _Profiler(text)  # a broken file is refused before it is mixed with anything
        kept: Mapping[str, Any] = json.loads(text)
    elif config is None or isinstance(config, Mapping):
        kept = config or {}
    else:
        raise _error(
            "LIMN-E012",
            "config",
            f"an object of type {type(config).__name__}",
            "a dict, the path of a JSON file, or None",
            "see Profiler().config for the fields",
        )
    return json.dumps({**kept, **fields}, default=_plain)


def _plain(value: Any) -> Any:
    """A component object as its name and options; numpy numbers as numbers."""
    if isinstance(value, Component):
        return {value.component: value.get_params()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if _foreign.is_component(value):
        return _foreign.spec(value)
    raise _error(
        "LIMN-E012",
        "config",
        f"an object of type {type(value).__name__}",
        "JSON values or limn components",
        "see Profiler().config for the fields",
    )


def _placed(error: Error, text: str) -> ParamError | None:
    """An error about a component as one that names its slot; None: it says where it is."""
    for slot, name, options in _components(json.loads(text)):
        if error.component == "limn" and error.place == f"option '{name}'":
            known = [k for k in _known(error) if k.split(".")[0] in _ROOMS[slot]]
            near = difflib.get_close_matches(name, known, 1)
            fix = f"did you mean '{near[0]}'?" if near else "see the guide of the profiler"
            got = f"an unknown component '{name}'"
            expected = f"one of {', '.join(known)}"
            return _error("LIMN-E011", f"option '{slot}'", got, expected, fix)
        if error.component == "io.json" and not isinstance(options, Mapping):
            got = f"an object of type {type(options).__name__} as the options of {name}"
            fix = f'write {{"{name}": {{"option": value}}}}, or the name alone'
            return _error("LIMN-E012", f"option '{slot}'", got, "a table of options", fix)
    return None


def _components(config: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Slot, name and options of each component in a configuration."""
    for slot in _ROOMS:
        value = config.get(slot)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield slot, one, {}
            elif isinstance(one, Mapping):
                yield from ((slot, name, options) for name, options in one.items())


def _known(error: Error) -> list[str]:
    return error.expected.removeprefix("one of ").split(", ")


def _error(code: str, place: str, got: str, expected: str, fix: str) -> ParamError:
    error = make(ParamError, code, "profiler", place, got, expected, fix)
    assert isinstance(error, ParamError)
    return error
