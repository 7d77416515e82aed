# SPDX-License-Identifier: MIT
"""Components written in Python: how their classes are named, and what a model file keeps of one.

No pickle: the attributes of an object are kept when they are arrays of numbers, numbers, texts,
dtypes, None, or lists and dicts of these.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from ._limn import _enroll
from .errors import DataError, FormatError, ParamError, make

_KINDS = {"u1", "i4", "i8", "u4", "u8", "f4", "f8"}


def use(kind: type) -> str:
    """Makes a class known by name to configurations and model files; the name."""
    name = str(getattr(kind, "component", f"python.{kind.__module__}.{kind.__qualname__}"))
    if _enroll(name, kind) == 0:
        raise make(
            ParamError,
            "LIMN-E012",
            "profiler",
            "component",
            f"the class {kind.__name__}",
            "fit with transform, anomaly_score, predict or mask",
            "give the class the methods of the part it plays",
        )
    return name


def is_component(value: Any) -> bool:
    """An object that can learn and has options, but is not one of limn's own."""
    return hasattr(type(value), "fit") and not isinstance(value, type)


def spec(value: Any) -> dict[str, Any]:
    """An object as its class's name and options."""
    name = use(type(value))
    options = value.get_params() if hasattr(value, "get_params") else {}
    kept = {key: _option(option, name, key) for key, option in options.items()}
    return {name: {key: option for key, option in kept.items() if option is not None}}


def _option(value: Any, name: str, key: str) -> Any:
    if isinstance(value, float) and value != value:
        return None  # JSON knows no NaN; the class's own default has to say it
    if hasattr(value, "tolist"):
        value = value.tolist()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(v, int | float | str) for v in value):
        return list(value)
    raise make(
        ParamError,
        "LIMN-E012",
        name,
        f"option '{key}'",
        f"an object of type {type(value).__name__}",
        "a number, a text, or a list of them",
        "set it inside the class",
    )


def dump(value: Any, name: str) -> dict[str, Any]:
    """Arrays by key; "state" holds the rest as JSON."""
    arrays: dict[str, Any] = {}
    kept = {key: _pack(part, arrays, name, key) for key, part in vars(value).items()}
    text = json.dumps(kept, separators=(",", ":"), sort_keys=True).encode()
    return {"state": np.frombuffer(text, dtype=np.uint8), **arrays}


def restore(kind: type, options: dict[str, Any], arrays: dict[str, Any]) -> Any:
    value = kind(**options)
    try:
        kept = json.loads(arrays["state"].tobytes())
        vars(value).update({key: _unpack(part, arrays) for key, part in kept.items()})
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise make(
            FormatError,
            "LIMN-E055",
            kind.__name__,
            "state",
            type(error).__name__,
            "what limn wrote of such an object",
            "save the model anew",
        ) from error
    return value


def _pack(value: Any, arrays: dict[str, Any], name: str, key: str) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else {"float": repr(value)}
    if isinstance(value, np.generic) and value.dtype.kind in "biuf":
        return {"scalar": [value.dtype.str, repr(value.item())]}
    if isinstance(value, np.dtype):
        return {"dtype": value.str}
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        plain = value.astype(np.uint8) if value.dtype.kind == "b" else value
        if plain.dtype.str[1:] in _KINDS:
            place = f"array.{len(arrays)}"
            arrays[place] = np.ascontiguousarray(plain).reshape(value.shape)
            return {"array": [place, value.dtype.str]}
    if isinstance(value, list | tuple):
        return {"list": [_pack(v, arrays, name, key) for v in value]}
    if isinstance(value, dict) and all(isinstance(k, str) for k in value):
        return {"dict": {k: _pack(v, arrays, name, key) for k, v in value.items()}}
    raise make(
        DataError,
        "LIMN-E033",
        name,
        f"attribute '{key}'",
        f"an object of type {type(value).__name__}",
        "arrays of numbers, numbers, texts, or lists and dicts of them",
        "keep what was learnt in arrays; model files hold no pickles",
    )


def _unpack(part: Any, arrays: dict[str, Any]) -> Any:
    if not isinstance(part, dict):
        return part
    ((kind, value),) = part.items()
    if kind == "float":
        return float(value)
    if kind == "scalar":
        return np.dtype(value[0]).type(value[1])
    if kind == "dtype":
        return np.dtype(value)
    if kind == "array":
        return arrays[value[0]].astype(np.dtype(value[1]))
    if kind == "list":
        return [_unpack(v, arrays) for v in value]
    if kind == "dict":
        return {k: _unpack(v, arrays) for k, v in value.items()}
    raise ValueError("unknown kind of state")
