# SPDX-License-Identifier: MIT
"""The error family. Each error says where, what was got, what was expected, and the way out."""

from __future__ import annotations

__all__ = [
    "CancelledError",
    "DataError",
    "Error",
    "FormatError",
    "IoError",
    "LimitError",
    "NotFittedError",
    "ParamError",
    "ShapeError",
]


class Error(Exception):
    """Root of the family: everything limn raises on purpose."""

    #: "LIMN-E013": stable, listed in the reference of errors.
    code: str
    #: "impute.knn", "data.event_log" ...
    component: str
    #: Option, column, row or file offset.
    place: str
    got: str
    expected: str
    #: One line.
    fix: str

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        component: str = "",
        place: str = "",
        got: str = "",
        expected: str = "",
        fix: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.component = component
        self.place = place
        self.got = got
        self.expected = expected
        self.fix = fix

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class ParamError(Error, ValueError, TypeError):
    """An option is unknown, of the wrong type, out of range, or contradicts another."""


class ShapeError(Error, ValueError):
    """Width, length or column names differ from what the object was fitted with."""


class DataError(Error, ValueError):
    """The data cannot be used: empty, a column missing or of the wrong type, a bad value."""


class NotFittedError(Error, ValueError, AttributeError):
    """A question was asked before fit."""


class FormatError(Error, ValueError):
    """A model file, a configuration or an event file is malformed."""


class IoError(Error, OSError):
    """The operating system refused to open, read or write."""


class CancelledError(Error, RuntimeError):
    """The caller asked to stop; the object is as it was before the call."""


class LimitError(Error, MemoryError):
    """A limit on size, depth or memory would be passed."""


def make(
    kind: type[Error], code: str, component: str, place: str, got: str, expected: str, fix: str
) -> Error:
    """An error of `kind` with the same message as one raised in C++."""
    text = f"[{code}] {component}"
    text += f": {place}" if place else ""
    text += f": got {got}" if got else ""
    text += f", expected {expected}" if expected else ""
    text += f"; {fix}" if fix else ""
    return kind(
        text, code=code, component=component, place=place, got=got, expected=expected, fix=fix
    )
