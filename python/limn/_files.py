# SPDX-License-Identifier: MIT
"""Model files of any kind."""

from __future__ import annotations

import errno
import os
import stat
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
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        raise make(
            IoError,
            "LIMN-E061",
            component,
            file_place(path),
            error.strerror or "no such file",
            "a file that can be read",
            "check the path and its permissions",
        ) from error
    except UnicodeDecodeError as error:
        raise make(
            FormatError,
            "LIMN-E051",
            component,
            file_place(path),
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
    """As io::write_pieces: links are followed, permissions kept, the folder synced too."""
    try:
        target, mode = _target(path)
        folder, name = os.path.split(target)
        handle, partial = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
                file.flush()
                os.fchmod(handle, mode)
                os.fsync(handle)
            os.replace(partial, target)
        except BaseException:
            os.unlink(partial)
            raise
        _sync_folder(folder)
    except OSError as error:
        if isinstance(error, IoError):
            raise
        raise make(
            IoError,
            "LIMN-E063",
            "io",
            file_place(path),
            error.strerror or "a refusal",
            "a folder that can be written to",
            "check the path and the space left",
        ) from error


def _target(path: str | os.PathLike[str]) -> tuple[str, int]:
    """What a save replaces, behind all links, and its permissions. Errors: IoError, OSError.

    A rename over a device or a pipe would put a file in its place: they are refused.
    """
    target = os.path.realpath(os.fsdecode(path))
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return target, 0o644
    if stat.S_ISREG(mode):
        return target, mode & 0o777
    raise make(
        IoError,
        "LIMN-E061",
        "io",
        file_place(path),
        kind_of_file(mode),
        "a regular file, or none yet",
        "choose another name",
    )


def _sync_folder(folder: str) -> None:
    """The new name, too, is on the disk. A file system that cannot sync a folder says EINVAL."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # a folder to write to that may not be read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def file_place(path: str | os.PathLike[str]) -> str:
    """The path as the caller wrote it."""
    return f"file '{os.fsdecode(path)}'"


def kind_of_file(mode: int) -> str:
    """What stands where a regular file should."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


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
