# SPDX-License-Identifier: MIT
"""Tables of other libraries in and out, without importing any of them unless it is in use."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from .errors import DataError, ParamError, ShapeError, make

#: array, names, kinds, levels, container, row labels
Read = tuple[Any, list[str], list[str], list[list[str]], str, Any]


def kind_of(table: Any) -> str:
    """ "pandas", "polars", "arrow", "dict", "structured", "array" or "rows"."""
    root = type(table).__module__.partition(".")[0]
    if root == "pandas":
        return "pandas"
    if root == "polars":
        return "polars"
    if root == "limn" and hasattr(table, "n_rows"):
        return "limn"
    if root in ("pyarrow", "duckdb", "_duckdb") or hasattr(table, "__arrow_c_stream__"):
        return "arrow"
    if isinstance(table, Mapping):
        return "dict"
    if isinstance(table, np.ndarray):
        return "structured" if table.dtype.names else "array"
    return "rows"


def columns(table: Any, component: str) -> dict[str, Any]:
    """Name to column, each column of the table's own kind.

    Errors: DataError for duplicate names and non-tables, ShapeError for columns of unequal length.
    """
    kind = kind_of(table)
    if kind == "pandas":
        if not hasattr(table, "columns"):
            table = table.to_frame(table.name if table.name is not None else "x0")
        names = [str(n) for n in table.columns]
        parts = [table.iloc[:, i] for i in range(table.shape[1])]
    elif kind == "polars":
        if hasattr(table, "collect"):
            table = table.collect()
        if not hasattr(table, "columns"):
            table = table.to_frame()
        names, parts = list(table.columns), list(table.get_columns())
    elif kind == "arrow":
        names, parts = _arrow_columns(table, component)
    elif kind == "limn":
        names, parts = list(table.names), [table[n] for n in table.names]
    elif kind == "dict":
        names, parts = [str(n) for n in table], [plain(c) for c in table.values()]
    elif kind == "structured":
        names, parts = list(table.dtype.names), [table[n] for n in table.dtype.names]
    else:
        raise make(
            DataError,
            "LIMN-E033",
            component,
            "table",
            f"an object of type {type(table).__name__}",
            "a table with named columns",
            "pass pandas, polars, pyarrow, duckdb or a dict of arrays",
        )
    _refuse_twice(names, component)
    lengths = {len(p) for p in parts}
    if len(lengths) > 1:
        raise make(
            ShapeError,
            "LIMN-E022",
            component,
            "columns",
            f"lengths {sorted(lengths)}",
            "one length",
            "pass columns of equal length",
        )
    return dict(zip(names, parts, strict=True))


def _refuse_twice(names: list[str], component: str) -> None:
    """Errors: DataError for a name that stands twice."""
    for i, name in enumerate(names):
        if name in names[:i]:
            raise make(
                DataError,
                "LIMN-E035",
                component,
                f"column '{name}'",
                "the name twice",
                "different names",
                "rename one of them",
            )


def plain(values: Any) -> Any:
    """A column given as a list becomes an array; mixed content stays as objects."""
    if hasattr(values, "dtype") or hasattr(values, "to_numpy"):
        return values
    values = list(values)
    if any(isinstance(v, str | bytes) or v is None for v in values):
        out = np.empty(len(values), dtype=object)
        out[:] = values
        return out
    return np.asarray(values)


def _arrow_columns(table: Any, component: str) -> tuple[list[str], list[Any]]:
    """Columns of a pyarrow table or batch, a duckdb relation, or anything with an Arrow stream."""
    if hasattr(table, "fetchnumpy"):
        try:
            table = table.to_arrow_table()
        except (ImportError, ModuleNotFoundError):
            numpy_columns = table.fetchnumpy()
            return list(numpy_columns), [_unmask(c) for c in numpy_columns.values()]
    if not (hasattr(table, "column") and hasattr(table, "schema")):
        from ._limn import Table

        own = Table.from_arrow(table)
        return list(own.names), [own[n] for n in own.names]
    names = list(table.schema.names)
    return names, [table.column(i) for i in range(len(names))]


def _unmask(values: Any) -> Any:
    """A masked array of duckdb with gaps as NaN, NaT or None."""
    if not isinstance(values, np.ma.MaskedArray):
        return np.asarray(values)
    mask = np.ma.getmaskarray(values)
    data = values.data
    if not mask.any():
        return data
    if data.dtype.kind in "iub":
        data = data.astype(np.float64)
    out = data.copy()
    out[mask] = {"f": np.nan, "M": np.datetime64("NaT")}.get(data.dtype.kind)
    return out


def as_table(table: Any, wanted: list[str]) -> Any:
    """A limn.Table of the wanted columns that are there (of all, where none is named)."""
    from ._limn import Table

    if isinstance(table, Table):
        return table
    if kind_of(table) in ("arrow", "polars") and hasattr(table, "__arrow_c_stream__"):
        known = (
            list(getattr(table, "columns", []))
            if kind_of(table) == "polars"
            else list(getattr(getattr(table, "schema", None), "names", []))
        )
        _refuse_twice(known, "data.table")
        if wanted and set(wanted) <= set(known) and hasattr(table, "select"):
            table = table.select(list(dict.fromkeys(wanted)))
        return Table.from_arrow(table)
    parts = columns(table, "data.table")
    if set(wanted) <= set(parts):
        parts = {n: c for n, c in parts.items() if not wanted or n in wanted}
    return Table(parts)


def split(table: Any) -> tuple[list[str], list[Any]]:
    """Names and columns as numpy arrays of numbers, times, or objects that are str or None."""
    parts = columns(table, "data.table")
    return list(parts), [_storable(part, name) for name, part in parts.items()]


def _storable(part: Any, name: str) -> Any:
    values = to_numpy(part)
    if values.dtype.kind in "US":
        return values.astype(str).astype(object)
    if values.dtype.kind != "O":
        return values
    cells = [None if _missing(c) else c for c in values.tolist()]
    kinds = {type(c) for c in cells if c is not None}
    if kinds and all(issubclass(k, bool | int | float | np.number) for k in kinds):
        return (
            np.array([np.nan if c is None else c for c in cells]).astype(np.float64)
            if None in cells
            else np.array(cells)
        )
    if kinds and all(issubclass(k, datetime.date) for k in kinds):
        from ._time import to_us

        gap = np.iinfo(np.int64).min
        us = np.array([gap if c is None else to_us(c) for c in cells], dtype=np.int64)
        return us.view("datetime64[us]")
    out = np.empty(len(cells), dtype=object)
    for i, cell in enumerate(cells):
        if isinstance(cell, bytes):
            try:
                cell = cell.decode()
            except UnicodeDecodeError as error:
                raise make(
                    DataError,
                    "LIMN-E036",
                    "data.table",
                    f"column '{name}', row {i}",
                    "bytes that are no UTF-8",
                    "text in UTF-8",
                    "decode the column first",
                ) from error
        elif isinstance(cell, int) and not isinstance(cell, bool):
            cell = str(cell)  # 85123 beside "85123A": one catalogue of texts
        out[i] = cell
    return out


def csr(x: Any) -> tuple[Any, Any, Any, int, int]:
    """A scipy matrix as compressed rows: offsets, columns rising in each row, values, shape."""
    rows = x.tocsr()
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return (
        np.ascontiguousarray(rows.indptr, dtype=np.int64),
        np.ascontiguousarray(rows.indices, dtype=np.int32),
        np.ascontiguousarray(rows.data, dtype=np.float64),
        int(rows.shape[0]),
        int(rows.shape[1]),
    )


def read(x: Any, component: str, texts: bool = False) -> Read:
    """X as one array of numbers: categories become codes with their levels, missing is NaN.

    texts: named columns of texts are categories, their words in order."""
    kind = kind_of(x)
    if kind == "rows" and hasattr(x, "toarray"):
        raise make(
            DataError,
            "LIMN-E033",
            component,
            "X",
            "a sparse matrix",
            "a dense table",
            "call X.toarray() first",
        )
    if kind in ("rows", "array"):
        return _array(x, component), [], [], [], "numpy", None
    if kind == "pandas":
        fast = _pandas_floats(x)
        if fast is not None:
            return (*fast, "pandas", x.index)
    parts = columns(x, component)
    n = len(next(iter(parts.values()))) if parts else 0
    out = np.empty((n, len(parts)))
    kinds, levels = [], []
    for j, (name, part) in enumerate(parts.items()):
        codes = _words(part) if texts else None
        out[:, j], words = codes or _numbers(part, f"column '{name}'", component)
        kinds.append("numeric" if words is None else "category")
        levels.append(words or [])
    return out, list(parts), kinds, levels, kind, x.index if kind == "pandas" else None


def _pandas_floats(frame: Any) -> tuple[Any, list[str], list[str], list[list[str]]] | None:
    """A pandas table of nothing but float64 or float32, without a copy where pandas has none."""
    if getattr(frame, "ndim", 0) != 2:
        return None
    kinds = set(frame.dtypes)
    names = [str(n) for n in frame.columns]
    if len(kinds) != 1 or len(set(names)) != len(names):
        return None
    if str(next(iter(kinds))) not in ("float64", "float32"):
        return None
    named = all(isinstance(n, str) for n in frame.columns)
    return frame.to_numpy(), names if named else [], [], []


def _array(x: Any, component: str) -> Any:
    if isinstance(x, np.ma.MaskedArray):
        return np.ma.filled(x.astype(float), np.nan)
    try:
        array = np.asarray(x)
    except ValueError as error:
        raise make(
            ShapeError,
            "LIMN-E021",
            component,
            "X",
            "rows of different lengths",
            "rows of one length",
            "give each row the same columns",
        ) from error
    if array.dtype.kind in "fiub":
        return array
    if array.ndim != 2:
        return np.empty(array.shape)  # refused for its dimensions
    out = np.empty(array.shape)
    for j in range(array.shape[1]):
        out[:, j], _ = _numbers(array[:, j], f"column {j}", component, codes=False)
    return out


def _numbers(
    part: Any, place: str, component: str, codes: bool = True
) -> tuple[Any, list[str] | None]:
    """One column as float64, and its levels when it is a category."""
    if codes:
        category = _category(part)
        if category is not None:
            return category
    values = to_numpy(part)
    if values.dtype.kind in "fiub":
        return values.astype(np.float64), None
    if values.dtype.kind == "O":
        texts = [v for v in values if isinstance(v, str | bytes)]
        if not texts:
            try:
                return np.array([np.nan if _missing(v) else float(v) for v in values]), None
            except (TypeError, ValueError):
                pass
    raise make(
        DataError,
        "LIMN-E033",
        component,
        place,
        f"values of type {_type_name(values)}",
        "numbers",
        "convert the column, or make it categorical where the component takes categories",
    )


def _category(part: Any) -> tuple[Any, list[str]] | None:
    """Codes (missing = NaN) and levels of a pandas, polars or arrow dictionary column."""
    kind = str(getattr(part, "dtype", getattr(part, "type", "")))
    pandas = getattr(part, "cat", part)  # a Series, or a Categorical itself
    if hasattr(pandas, "codes") and hasattr(pandas, "categories"):
        codes = np.asarray(pandas.codes).astype(np.float64)
        levels = [str(v) for v in pandas.categories]
    elif kind.startswith(("Categorical", "Enum")):  # polars
        fixed = getattr(part.dtype, "categories", None) if kind.startswith("Enum") else None
        words = part.drop_nulls().unique(maintain_order=True) if fixed is None else fixed
        levels = [str(v) for v in words.to_list()]
        known = {level: i for i, level in enumerate(levels)}
        codes = np.array([known.get(v, -1) for v in part.to_list()], dtype=np.float64)
    elif kind.startswith("dictionary"):  # pyarrow, possibly a dictionary a chunk
        if hasattr(part, "unify_dictionaries"):
            part = part.unify_dictionaries().combine_chunks()
        if hasattr(part, "chunks"):
            part = part.chunk(0)
        levels = [str(v) for v in part.dictionary.to_pylist()]
        codes = part.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.float64)
    else:
        return None
    codes[codes < 0] = np.nan
    return codes, levels


def _words(part: Any) -> tuple[Any, list[str]] | None:
    """Codes (missing = NaN) and levels of a column of nothing but texts; None for any other."""
    if _category(part) is not None:
        return None
    values = to_numpy(part)
    if values.dtype.kind not in "OU":
        return None
    missing = np.array([_missing(v) for v in values], dtype=bool)
    if missing.all() or not all(isinstance(v, str) for v in values[~missing]):
        return None
    levels, codes = np.unique(values[~missing].astype(str), return_inverse=True)
    out = np.full(len(values), np.nan)
    out[~missing] = codes
    return out, [str(level) for level in levels]


def recode(array: Any, levels: list[list[str]], known: list[list[str]]) -> tuple[Any, Any]:
    """Codes by the levels known at fit; words not known then follow after them."""
    out = array.copy()
    joined = []
    for j, (now, then) in enumerate(zip(levels, known, strict=True)):
        known_words = set(then)
        words = then + [w for w in now if w not in known_words]
        joined.append(words)
        if not now:
            continue
        place = {word: i for i, word in enumerate(words)}
        table = np.array([place[w] for w in now], dtype=np.float64)
        there = ~np.isnan(array[:, j])
        out[there, j] = table[array[there, j].astype(np.int64)]
    return out, joined


def to_numpy(part: Any) -> Any:
    """A column as a numpy array; gaps are NaN, NaT or None."""
    if isinstance(part, np.ndarray):
        return part
    dtype = str(getattr(part, "dtype", ""))
    if type(part).__module__.startswith("pandas"):
        if dtype in ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"):
            if part.isna().any():
                return part.to_numpy(dtype=np.float64, na_value=np.nan)
            return part.to_numpy(dtype=dtype.lower())
        if dtype in ("Float32", "Float64", "boolean"):
            return part.to_numpy(dtype=np.float64, na_value=np.nan)
        if dtype in ("str", "string", "category") or dtype.startswith("string"):
            values = np.asarray(part.astype(object))
            return np.array([None if _missing(v) else v for v in values], dtype=object)
        if dtype.startswith(("datetime64", "timestamp")):
            zone = getattr(part.dtype, "tz", None)
            return (part.dt.tz_convert("UTC").dt.tz_localize(None) if zone else part).to_numpy()
        return part.to_numpy()
    if hasattr(part, "to_numpy"):
        if dtype in ("String", "Categorical") or dtype.startswith("Enum"):
            out = np.empty(len(part), dtype=object)
            out[:] = part.to_list()
            return out
        arrow_type = str(getattr(part, "type", ""))
        if arrow_type.startswith("dictionary"):
            part = part.cast(part.type.value_type)
        if arrow_type.startswith("bool") and part.null_count:
            return np.array([np.nan if v is None else float(v) for v in part.to_pylist()])
        try:
            return part.to_numpy(zero_copy_only=False)
        except TypeError:
            return part.to_numpy()
    return np.asarray(part)


def _missing(value: Any) -> bool:
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def _type_name(values: Any) -> str:
    if values.dtype.kind != "O":
        return str(values.dtype)
    return next((type(v).__name__ for v in values if not _missing(v)), "object")


def labels(y: Any, component: str) -> tuple[Any, Any]:
    """Labels as numbers, and the classes they stand for (None: y was float already)."""
    values = to_numpy(y)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values.ravel()
    if values.ndim != 1 or values.dtype.kind == "f":
        return values, None
    if values.dtype.kind in "iu":
        return values, np.unique(values)
    if any(_missing(v) for v in values.tolist()):
        raise make(
            DataError,
            "LIMN-E034",
            component,
            "y",
            "a missing label",
            "a label for each row",
            "drop the rows without one",
        )
    try:
        classes, codes = np.unique(values, return_inverse=True)
    except TypeError as error:
        raise make(
            DataError,
            "LIMN-E033",
            component,
            "y",
            "labels of several types",
            "labels of one type",
            "convert them to texts or integers",
        ) from error
    return codes.astype(np.float64), classes


def wrap(result: Any, names: list[str], wanted: str, container: str, row_labels: Any) -> Any:
    """The answer as the table that was asked for."""
    if wanted == "input":
        wanted = container
    if result.ndim != 2 or wanted in ("default", "numpy", "array", "rows"):
        return result
    if len(names) != result.shape[1]:
        names = [f"x{i}" for i in range(result.shape[1])]
    if wanted == "pandas":
        return need("pandas").DataFrame(result, columns=names, index=row_labels)
    if wanted == "polars":
        return need("polars").DataFrame(dict(zip(names, result.T, strict=True)))
    if wanted == "arrow":
        arrow = need("pyarrow")
        return arrow.table([np.ascontiguousarray(c) for c in result.T], names=names)
    return {name: np.ascontiguousarray(c) for name, c in zip(names, result.T, strict=True)}


def need(library: str) -> Any:
    import importlib

    try:
        return sys.modules.get(library) or importlib.import_module(library)
    except ImportError as error:
        raise make(
            ParamError,
            "LIMN-E014",
            "limn",
            f"output '{library}'",
            "no such library",
            f"{library} installed",
            f"pip install {library}",
        ) from error


def one_row(attributes: Any) -> Any:
    """What is known of one user, by name or in the order of the columns, as a table of one row."""
    if isinstance(attributes, Mapping):
        return {key: value if np.ndim(value) == 1 else [value] for key, value in attributes.items()}
    if isinstance(attributes, np.ndarray) and attributes.dtype.names is None:
        return np.atleast_2d(attributes)
    if isinstance(attributes, (list, tuple)):
        return np.atleast_2d(np.asarray(attributes, dtype=object))
    return attributes
