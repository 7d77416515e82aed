# SPDX-License-Identifier: MIT
"""What each room's module does with the classes the compiled half made for it."""

from __future__ import annotations

from inspect import Parameter, Signature
from types import ModuleType
from typing import Any


def adopt(module: str, room: ModuleType) -> list[str]:
    """Gives the room's classes the name of their public module and a signature; their names."""
    names = [name for name in vars(room) if not name.startswith("_")]
    for name in names:
        if isinstance(vars(room)[name], type):  # a function keeps what it was made with
            _introduce(vars(room)[name], module)
    return names


def _introduce(kind: Any, module: str) -> None:
    kind.__module__ = module
    kind.__signature__ = _signature(kind)


def _signature(kind: Any) -> Signature:
    return Signature(
        [
            Parameter(option["name"], Parameter.KEYWORD_ONLY, default=option["default"])
            for option in kind()._facts()["options"]
        ]
    )
