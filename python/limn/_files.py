# SPDX-License-Identifier: MIT
"""Model files of any kind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from typing import Any

from ._limn import _read_component
from .errors import FormatError, IoError, make


def load(path: str | os.PathLike[str]) -> Any:
    """The component or Profiler a model file holds.

    Errors: IoError, FormatError, LimitError; FormatError also for a component this version lacks.
    """
    name, state = _read_component(path)
    if name.startswith("profiler"):
        from .profiler import Profiler

        return Profiler.load(path)
    kind = classes().get(name)
    if kind is None:
        raise make(
            FormatError,
            "LIMN-E053",
            "limn",
            "file",
            "an unknown component",
            "a component of this version",
            "use the version of limn that wrote the file",
        )
    out = kind()
    out._restore(state)
    return out


def classes() -> dict[str, Any]:
    """Component name to its class, over all rooms."""
    from . import _limn

    return {
        kind().component: kind
        for kind in _limn.Component.__subclasses__()
        if kind.__module__.startswith("limn.")
    }


def read_text(path: str | os.PathLike[str], component: str) -> str:
    """The text of a small UTF-8 file. Errors: IoError; FormatError for other bytes."""
    name = os.path.basename(os.fspath(path))
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        raise make(
            IoError,
            "LIMN-E061",
            component,
            f"file '{name}'",
            error.strerror or "no such file",
            "a file that can be read",
            "check the path",
        ) from error
    except UnicodeDecodeError as error:
        raise make(
            FormatError,
            "LIMN-E051",
            component,
            f"file '{name}'",
            "bytes that are no UTF-8",
            "UTF-8 text",
            "save the file as UTF-8",
        ) from error


def write_lines(path: str | os.PathLike[str], lines: Iterable[str]) -> None:
    """Writes lines to a file, all or nothing. Errors: IoError; the old file stays whole."""
    _write(path, (f"{line}\n".encode() for line in lines))


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Writes a file, all or nothing. Errors: IoError; the old file stays whole."""
    _write(path, [content])


def _write(path: str | os.PathLike[str], parts: Iterable[bytes]) -> None:
    folder, name = os.path.split(os.path.abspath(os.fspath(path)))
    try:
        handle, partial = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, os.path.join(folder, name))
        except BaseException:
            os.unlink(partial)
            raise
    except OSError as error:
        raise make(
            IoError,
            "LIMN-E063",
            "io.file",
            f"file '{name}'",
            error.strerror or "a refusal",
            "a folder that can be written",
            "check the path and the space left",
        ) from error


def describe(path: str | os.PathLike[str]) -> dict[str, Any]:
    """What a model file holds: component, options, and bytes of each part."""
    from ._limn import __version__, _describe_file

    name, options, parts, n_bytes = _describe_file(path)
    return {
        "file": os.fspath(path),
        "component": name,
        "bytes": n_bytes,
        "limn": __version__,
        "options": options,
        "parts": parts,
    }
