# SPDX-License-Identifier: MIT
"""Event logs from tables and files, and back."""

from __future__ import annotations

import importlib
import os
from typing import Any

import numpy as np

from ._files import file_place
from ._limn import EventLog, Table
from ._tables import as_table, need
from .errors import Error, FormatError, IoError, make


def from_table(
    table: Any,
    *,
    user: str,
    item: str,
    time: str,
    type: str | None = None,
    value: str | None = None,
    time_unit: str | None = None,
) -> EventLog:
    """See EventLog.from_table."""
    wanted = [name for name in (user, item, time, type, value) if name is not None]
    own = as_table(table, wanted)
    if own.n_rows == 0 and value in own.names:  # of no kind: a file with nothing but its header
        own = Table({n: np.zeros(0) if n == value else own[n] for n in own.names})
    return EventLog._from_table(own, user, item, time, type or "", value or "", time_unit or "")


def from_csv(path: str | os.PathLike[str], **names: Any) -> EventLog:
    return from_table(read_file(path, "csv"), **names)


def from_parquet(path: str | os.PathLike[str], **names: Any) -> EventLog:
    return from_table(read_file(path, "parquet"), **names)


def from_json(path: str | os.PathLike[str], **names: Any) -> EventLog:
    return from_table(read_file(path, "json"), **names)


def read_file(path: str | os.PathLike[str], kind: str | None = None) -> Any:
    """A CSV, Parquet, JSON or NDJSON file as a table.

    CSV and NDJSON by limn's own reader, whose messages name the line; compressed CSV, Parquet and
    JSON lists by the first of pyarrow, duckdb and polars that is installed and can.
    Errors: IoError when it cannot be opened, FormatError when it cannot be understood.
    """
    name = os.fspath(path)
    kind = kind or _kind_of_file(name)
    try:
        os.stat(name)
    except OSError as error:
        raise make(
            IoError,
            "LIMN-E061",
            f"io.{kind}",
            file_place(path),
            error.strerror or "no such file",
            "a file that can be read",
            "check the path and its permissions",
        ) from error
    if kind == "csv" and not name.endswith((".gz", ".zst", ".bz2")):
        return Table.read_csv(name)
    if kind == "json" and not _is_list(name):
        return Table.read_ndjson(name)
    for library, reader in _READERS[kind]:
        try:
            module = importlib.import_module(library)
        except ImportError:
            continue
        try:
            return reader(module, name)
        except Error:
            raise
        except Exception as error:
            raise make(
                FormatError,
                "LIMN-E051",
                f"io.{kind}",
                file_place(path),
                f"content {library} cannot read ({error.__class__.__name__})",
                f"a {kind} file",
                "check the file with its own tools",
            ) from error
    names = " or ".join(library for library, _ in _READERS[kind])
    raise make(
        IoError,
        "LIMN-E062",
        f"io.{kind}",
        file_place(path),
        "no library that reads it",
        names,
        "pip install 'limn[arrow]'",
    )


def _kind_of_file(name: str) -> str:
    plain = name.removesuffix(".gz").removesuffix(".zst").removesuffix(".bz2").lower()
    if plain.endswith((".parquet", ".pq")):
        return "parquet"
    if plain.endswith((".json", ".ndjson", ".jsonl")):
        return "json"
    return "csv"


def _is_list(name: str) -> bool:
    if name.endswith((".gz", ".zst", ".bz2")):
        return True
    if not os.path.isfile(name):  # limn's reader says what it is instead
        return False
    try:
        with open(name, "rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    except OSError:  # and why it cannot be read
        return False


def _arrow_csv(module: Any, name: str) -> Any:
    reader = importlib.import_module("pyarrow.csv")
    options = reader.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    return reader.read_csv(name, convert_options=options)


def _arrow_parquet(module: Any, name: str) -> Any:
    return importlib.import_module("pyarrow.parquet").read_table(name)


_READERS: dict[str, list[tuple[str, Any]]] = {
    "csv": [
        ("pyarrow", _arrow_csv),
        ("duckdb", lambda module, name: module.read_csv(name).fetchnumpy()),
        ("polars", lambda module, name: module.read_csv(name)),
    ],
    "parquet": [
        ("pyarrow", _arrow_parquet),
        ("duckdb", lambda module, name: module.read_parquet(name).fetchnumpy()),
        ("polars", lambda module, name: module.read_parquet(name)),
    ],
    "json": [
        ("duckdb", lambda module, name: module.read_json(name).fetchnumpy()),
        ("polars", lambda module, name: module.read_json(name)),
        ("pandas", lambda module, name: module.read_json(name)),
    ],
}


def to_table(log: EventLog, kind: str) -> Any:
    """See EventLog.to_table."""
    users, items, types, times, values = log._columns()
    out: dict[str, Any] = {"user": log.users[users], "item": log.items[items]}
    if log.has_types:
        names = np.array([*log.types, None], dtype=object)  # code -1 = no type
        out["type"] = names[types]
    out["time"] = times if log.ordered_only else times.view("datetime64[us]")
    if log.has_values:
        out["value"] = values
    if kind == "dict":
        return out
    if kind == "pandas":
        return need("pandas").DataFrame(out)
    if kind == "polars":
        return need("polars").DataFrame(out)
    if kind == "arrow":
        return need("pyarrow").table(out)
    from .errors import ParamError

    raise make(
        ParamError,
        "LIMN-E013",
        "data.event_log",
        "option 'kind'",
        f'"{kind}"',
        "one of dict, pandas, polars, arrow",
        "see EventLog.to_table",
    )


def reduce(log: EventLog) -> tuple[Any, ...]:
    """For pickle and copy: the log's own bytes."""
    return restore, (log._dump(),)


def restore(state: bytes) -> EventLog:
    return EventLog._load(state)
