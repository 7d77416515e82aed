# SPDX-License-Identifier: MIT
"""The table beside a log, one row a user or item: read at fit, and by the same words afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import _tables
from ._tables import Read
from .errors import DataError, ParamError, ShapeError, make

#: names of the columns learnt; words of each (None: numbers); columns passed over; the key's name
Memory = dict[str, Any]

most_words = 1000


def learn(
    table: Any, component: str, log: Any, of: str, key: str | None
) -> tuple[Read, Memory | None]:
    """The table, rows in the order of the log's users (`of` = "user") or items ("item"), and what
    to remember of it: nothing for rows without names.

    key: the column that names them; without it the rows stand in that order already.
    """
    ids = getattr(log, of + "s")
    if not _named(table):
        if key is not None:
            expected = "a table with named columns"
            raise make(
                ParamError,
                "LIMN-E014",
                component,
                f"option '{of}_id'",
                "an array",
                expected,
                "leave it out",
            )
        plain = _tables.read(table, component)
        if np.ndim(plain[0]) == 2:
            _require_rows(len(plain[0]), ids, component, of)
        return plain, None
    parts = _columns(table, component, key)
    if key is None:
        _require_rows(_length(parts), ids, component, of)
        rows, passed = None, _names_in_order(table, parts, ids, component, of)
    else:
        rows, passed = _rows(parts, key, ids, component), [key]
        if (rows < 0).all():
            got = f"no {of} of the log"
            raise make(
                DataError,
                "LIMN-E037",
                component,
                f"column '{key}'",
                got,
                "ids as in the log",
                f"see log.{of}s",
            )
    read = {n: _learnt(p, n, component) for n, p in parts.items() if n not in passed}
    kept = {name: column for name, column in read.items() if column is not None}
    if not kept:
        expected = "numbers, categories, or texts that repeat"
        raise make(
            DataError,
            "LIMN-E031",
            component,
            "attributes",
            "no such column",
            expected,
            "make a column categorical",
        )
    memory = {
        "names": list(kept),
        "words": [words for _, words in kept.values()],
        "passed": [name for name in parts if name not in kept],
        "key": key,
    }
    return _table([cells for cells, _ in kept.values()], memory, rows), memory


def ask(
    table: Any, component: str, memory: Memory | None, ids: Any = None, alone: bool = False
) -> Read:
    """A table given after fit: columns by name where it has names, categories by their words.

    ids: whom the rows are about, asked for when the table has the key column of fit.
    alone: about one user, of whom some columns may be unknown.
    """
    if alone:
        table = _tables.one_row(table)
    if memory is None:
        plain = _tables.read(table, component)
        if "category" in plain[2]:
            name = plain[1][plain[2].index("category")]
            fix = "fit with a table of named columns, or pass what fit was given"
            raise make(
                DataError, "LIMN-E033", component, f"column '{name}'", "categories", "numbers", fix
            )
        return plain
    if not _named(table):
        parts = _by_place(table, memory, component)
    else:
        parts = _columns(table, component, memory["key"], needed=False)
    rows = None
    if memory["key"] in parts and ids is not None:
        rows = _rows(parts, memory["key"], ids, component)
    _require_names(parts, memory, component, alone)
    unknown = np.full(_length(parts), np.nan)
    cells = [
        _coded(parts[name], name, words, component) if name in parts else unknown
        for name, words in zip(memory["names"], memory["words"], strict=True)
    ]
    return _table(cells, memory, rows)


def load(kept: Any) -> Memory | None:
    """What `learn` remembered, out of a file."""
    if kept is None:
        return None
    names = [str(name) for name in kept["names"]]
    words = [None if w is None else [str(word) for word in w] for w in kept["words"]]
    if len(words) != len(names):
        raise ValueError("words of other columns")
    key = None if kept["key"] is None else str(kept["key"])
    return {"names": names, "words": words, "passed": [str(n) for n in kept["passed"]], "key": key}


def has_words(memory: Memory | None) -> bool:
    """Without them an answer would go by the codes of whatever table is given."""
    return memory is not None and any(words is not None for words in memory["words"])


def _named(table: Any) -> bool:
    return _tables.kind_of(table) not in ("rows", "array")


def _length(parts: dict[str, Any]) -> int:
    return len(next(iter(parts.values()))) if parts else 0


def _columns(table: Any, component: str, key: str | None, needed: bool = True) -> dict[str, Any]:
    """Name to column; the index of a pandas table is one where it is the key."""
    pandas = _tables.kind_of(table) == "pandas"
    if pandas and key is not None and hasattr(table, "columns") and key not in table.columns:
        table = table.reset_index() if table.index.name == key else table
    parts = _tables.columns(table, component)
    if needed and key is not None and key not in parts:
        fix = "name the column of ids"
        raise make(
            DataError,
            "LIMN-E032",
            component,
            f"column '{key}'",
            "nothing",
            "a column of the table",
            fix,
        )
    return parts


def _require_rows(n_rows: int, ids: Any, component: str, of: str) -> None:
    if n_rows == len(ids):
        return
    raise make(
        ShapeError,
        "LIMN-E022",
        component,
        "rows of attributes",
        f"{n_rows}",
        f"{len(ids)}, one {'an' if of == 'item' else 'a'} {of} in the order of log.{of}s",
        f"name the column of ids of a table in another order: {of}_id=...",
    )


def _names_in_order(
    table: Any, parts: dict[str, Any], ids: Any, component: str, of: str
) -> list[str]:
    """Columns that hold the ids of the log, in its order.

    Errors: DataError for one that holds them in another order: each row would be taken for
    somebody else's.
    """
    out = []
    wanted = [str(i) for i in ids]
    known = set(wanted)
    index = getattr(table, "index", None) if _tables.kind_of(table) == "pandas" else None
    named = list(parts.items())
    if index is not None and type(index).__name__ != "RangeIndex":
        named.append(("", index))
    for name, part in named:
        values = _tables.to_numpy(part)
        if values.dtype.kind not in "OUiu" or not len(values) or str(values[0]) not in known:
            continue
        texts = [str(v) for v in values.tolist()]
        if texts == wanted:
            out.append(name)
        elif set(texts) == known:
            place = f"column '{name}'" if name else "the index"
            raise make(
                DataError,
                "LIMN-E034",
                component,
                place,
                f"the ids of log.{of}s in another order",
                "rows in the order of the log",
                f"pass {of}_id='{name or 'the name of the index'}'",
            )
    return [name for name in out if name]


def _rows(parts: dict[str, Any], key: str, ids: Any, component: str) -> Any:
    """The row of each id, -1 where the table has none."""
    place = f"column '{key}'"
    values = _tables._storable(parts[key], key)
    if values.dtype.kind not in "Oiu":
        got = f"values of type {values.dtype}"
        raise make(
            DataError,
            "LIMN-E033",
            component,
            place,
            got,
            "integers or texts",
            "convert the column first",
        )
    fix = "keep one row for each id"
    if any(v is None for v in values.tolist()):
        raise make(
            DataError, "LIMN-E034", component, place, "a row without an id", "an id a row", fix
        )
    found = {str(v): row for row, v in enumerate(values.tolist())}
    if len(found) < len(values):
        raise make(
            DataError, "LIMN-E035", component, place, "an id that stands twice", "each once", fix
        )
    return np.array([found.get(str(i), -1) for i in ids], dtype=np.int64)


def _learnt(part: Any, name: str, component: str) -> tuple[Any, list[str] | None] | None:
    """Cells and, of a category, its words; None for a column that says nothing.

    Texts are categories by the profiler's rule: where they repeat.
    """
    category = _tables._category(part)
    if category is not None:
        return category
    values = _tables._storable(part, name)
    if values.dtype.kind in "fiub":
        return values.astype(np.float64), None
    if values.dtype.kind == "M":
        return None
    texts = values.tolist()
    words = list(dict.fromkeys(t for t in texts if t is not None))
    if values.dtype.kind != "O" or not all(isinstance(w, str) for w in words):
        got = f"values of type {_tables._type_name(values)}"
        fix = "convert the column, or make it categorical"
        raise make(
            DataError, "LIMN-E033", component, f"column '{name}'", got, "numbers or texts", fix
        )
    if not 0 < len(words) <= min(most_words, len(texts) // 2):
        return None
    code = {word: float(i) for i, word in enumerate(words)}
    return np.array([np.nan if t is None else code[t] for t in texts]), words


def _by_place(table: Any, memory: Memory, component: str) -> dict[str, Any]:
    """Rows without names: columns in the order of fit, texts among numbers where there are some."""
    names = memory["names"]
    numbers = isinstance(table, np.ndarray) and table.dtype.kind in "fiub"
    cells = _tables._array(table, component) if numbers else np.asarray(table, dtype=object)
    if cells.ndim != 2 or cells.shape[1] != len(names):
        got = f"{cells.shape[1]} columns" if cells.ndim == 2 else f"{cells.ndim} dimensions"
        expected = f"rows of {len(names)} columns, as at fit"
        fix = f"pass {', '.join(names)}, or a table with these names"
        raise make(ShapeError, "LIMN-E021", component, "attributes", got, expected, fix)
    return dict(zip(names, cells.T, strict=True))


def _require_names(parts: dict[str, Any], memory: Memory, component: str, alone: bool) -> None:
    fix = "pass the columns of the table given to fit, in any order"
    known = {*memory["names"], *memory["passed"]}
    strange = next((name for name in parts if name not in known), None)
    if strange is not None:
        expected = f"the columns of fit: {', '.join(memory['names'])}"
        raise make(
            ShapeError, "LIMN-E023", component, f"column '{strange}'", "a new name", expected, fix
        )
    absent = next((name for name in memory["names"] if name not in parts), None)
    if absent is not None and not alone:
        raise make(
            ShapeError, "LIMN-E023", component, f"column '{absent}'", "nothing", "it as at fit", fix
        )


def _coded(part: Any, name: str, words: list[str] | None, component: str) -> Any:
    """One column as numbers; a word not known at fit gets the code behind theirs."""
    if words is None:
        return _tables._numbers(part, f"column '{name}'", component, codes=False)[0]
    known = {word: float(i) for i, word in enumerate(words)}
    category = _tables._category(part)
    if category is not None:
        codes, levels = category
        anew = np.array([_code(level, known) for level in levels] + [np.nan])
        return anew[np.where(np.isnan(codes), -1, codes).astype(np.int64)]
    values = _tables.to_numpy(part).tolist()
    return np.array([np.nan if _tables._missing(v) else _code(v, known) for v in values])


def _code(word: Any, known: dict[str, float]) -> float:
    """The code of a word; 2 and 2.0 are one word, whichever way the table of fit wrote them."""
    text = word.decode(errors="replace") if isinstance(word, bytes) else str(word)
    if text not in known and isinstance(word, int | float | np.number):
        text = next((t for t in (f"{float(word):.0f}", str(float(word))) if t in known), text)
        if text in known and float(text) != float(word):
            return float(len(known))  # 2.4 is not 2
    return known.get(text, float(len(known)))


def _table(cells: list[Any], memory: Memory, rows: Any) -> Read:
    """As `_tables.read` gives them; a row -1 is all unknown."""
    out = np.column_stack(cells) if cells else np.empty((0, 0))
    if rows is not None:
        out = np.vstack([out, np.full((1, out.shape[1]), np.nan)])[rows]
    kinds = ["numeric" if words is None else "category" for words in memory["words"]]
    levels = [words or [] for words in memory["words"]]
    return out, list(memory["names"]), kinds, levels, "numpy", None
