# SPDX-License-Identifier: MIT
"""Event logs from every kind of table, and what is refused."""

from __future__ import annotations

import datetime
import pickle
from typing import Any

import duckdb
import numpy as np
import pandas
import polars
import pyarrow
import pytest

import limn

ROLES = {"user": "u", "item": "i", "time": "t", "type": "k", "value": "v"}
TIMES = np.array(["2024-01-02", "2024-01-01", "2024-01-01", "2024-01-03"], dtype="datetime64[us]")


def columns() -> dict[str, Any]:
    return {
        "u": np.array(["b", "a", None, "b"], dtype=object),
        "i": np.array([7, 8, 7, 9]),
        "t": TIMES,
        "k": np.array(["view", "buy", "buy", "view"], dtype=object),
        "v": np.array([1.5, np.nan, 2.0, 3.0]),
    }


def make(table: Any, **more: Any) -> limn.EventLog:
    return limn.EventLog.from_table(table, **{**ROLES, **more})


def every_kind() -> dict[str, Any]:
    parts = columns()
    arrow = pyarrow.table({k: pyarrow.array(v, from_pandas=True) for k, v in parts.items()})
    frame = pandas.DataFrame(parts)
    return {
        "dict": parts,
        "lists": {k: list(v) for k, v in parts.items()},
        "pandas": frame,
        "pandas categories": frame.astype({"u": "category", "k": "category"}),
        "polars": polars.from_arrow(arrow),
        "pyarrow": arrow,
        "record batch": arrow.to_batches()[0],
        "duckdb": duckdb.sql("select * from arrow"),
        "limn": limn.Table(parts),
    }


@pytest.mark.parametrize("kind", every_kind())
def test_every_kind_of_table_gives_the_same_log(kind: str) -> None:
    log, expected = make(every_kind()[kind]), make(columns())
    assert list(log.users) == ["b", "a"]
    assert log.items.dtype == np.int64
    assert list(log.items) == [7, 8, 9]
    assert (log.n_users, log.n_items, log.n_events, log.n_dropped) == (2, 3, 3, 1)
    assert log == expected
    assert log.fingerprint == expected.fingerprint


def test_structured_array() -> None:
    rows = np.array([(1, 5, 10), (1, 6, 5)], dtype=[("u", "i8"), ("i", "i8"), ("t", "i8")])
    log = limn.EventLog.from_table(rows, user="u", item="i", time="t", time_unit="s")
    assert list(log.to_table()["item"]) == [6, 5]


def test_integers_with_gaps_stay_integers() -> None:
    parts = columns() | {"u": np.array([1.0, 2.0, np.nan, 1.0])}
    log = make(parts)
    assert log.users.dtype == np.int64
    assert log.n_dropped == 1


@pytest.mark.parametrize(("unit", "factor"), [("s", 1), ("ms", 1000), ("us", 10**6), ("ns", 10**9)])
def test_units(unit: str, factor: int) -> None:
    seconds = TIMES.astype("datetime64[s]").astype(np.int64)
    assert make(columns() | {"t": seconds * factor}, time_unit=unit) == make(columns())


def test_texts_and_datetimes_are_times() -> None:
    texts = np.array([str(t) for t in TIMES], dtype=object)
    assert make(columns() | {"t": texts}) == make(columns())
    moments = [t.astype(object).replace(tzinfo=datetime.timezone.utc) for t in TIMES]
    assert make(columns() | {"t": moments}) == make(columns())
    zoned = pandas.DataFrame(columns())
    zoned["t"] = zoned["t"].dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo")
    assert make(zoned) == make(columns())


def test_order_alone() -> None:
    log = make(columns() | {"t": [3, 1, 2, 4]}, time_unit="order")
    assert log.ordered_only
    assert list(log.to_table()["item"]) == [7, 9, 8]


def test_equal_times_keep_their_order() -> None:
    n = 50
    log = limn.EventLog.from_table(
        {"u": np.zeros(n, dtype=int), "i": np.arange(n), "t": np.zeros(n, dtype=int)},
        user="u",
        item="i",
        time="t",
        time_unit="s",
    )
    assert list(log.to_table()["item"]) == list(range(n))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"t": [1, 2, 3, 4]}, "unit"),
        ({"t": ["now", "then", "soon", "late"]}, "t"),
        ({"i": [1.5, 2.0, 3.0, 4.0]}, "i"),
        ({"i": np.array(["x", None, "y", "z"], dtype=object)}, "i"),
        ({"v": ["a", "b", "c", "d"]}, "v"),
        ({"v": [1.0, np.inf, 1.0, 1.0]}, "v"),
        ({"u": [b"\xff", b"a", b"b", b"c"]}, "u"),
    ],
)
def test_bad_columns_are_named(change: dict[str, Any], word: str) -> None:
    with pytest.raises(limn.DataError, match=word) as caught:
        make(columns() | change)
    assert caught.value.code.startswith("LIMN-E0")


def test_wrong_unit_is_refused() -> None:
    with pytest.raises(limn.DataError):
        make(columns() | {"t": np.array([1, 2, 3, 4]) * 10**15}, time_unit="s")
    with pytest.raises(limn.ParamError, match="ms"):
        make(columns() | {"t": [1, 2, 3, 4]}, time_unit="mss")


def test_absent_column_suggests_the_nearest() -> None:
    with pytest.raises(limn.DataError, match="price"):
        limn.EventLog.from_table(
            {"user": [1], "item": [1], "time": [1], "price": [1.0]},
            user="user",
            item="item",
            time="time",
            value="prise",
            time_unit="s",
        )


def test_bad_tables() -> None:
    with pytest.raises(limn.DataError, match="table"):
        make(42)
    with pytest.raises(limn.ShapeError):
        make(columns() | {"v": [1.0]})
    twice = pandas.DataFrame([[1, 2, 3]], columns=["u", "u", "t"])
    with pytest.raises(limn.DataError, match="twice"):
        limn.EventLog.from_table(twice, user="u", item="u", time="t", time_unit="s")
    arrow = pyarrow.table([[1], [2], [3], [4]], names=["u", "u", "i", "t"])
    for table in (arrow, arrow.to_batches()[0]):
        with pytest.raises(limn.DataError, match="twice"):
            limn.EventLog.from_table(table, user="u", item="i", time="t", time_unit="s")


@pytest.mark.parametrize("kind", ["dict", "pandas", "polars", "arrow"])
def test_there_and_back(kind: str) -> None:
    log = make(columns())
    names = {"user": "user", "item": "item", "time": "time", "type": "type", "value": "value"}
    back = limn.EventLog.from_table(log.to_table(kind), **names)
    assert back.n_events == log.n_events
    assert list(back.to_table()["item"]) == list(log.to_table()["item"])


def test_streams_out() -> None:
    table = pyarrow.table(make(columns()))
    assert table.column_names == ["user", "item", "type", "time", "value"]
    assert table.num_rows == 3
    assert polars.DataFrame(make(columns())).height == 3


def test_pickle_and_cuts() -> None:
    log = make(columns())
    assert pickle.loads(pickle.dumps(log)) == log
    assert log.slice("2024-01-02").n_events == 1
    assert log.slice(datetime.datetime(2024, 1, 2)).n_users == 2
    assert log.append(log).n_events == 6
    assert list(log.without_user("b").users) == ["a"]
    assert list(log.only_users(["a"]).users) == ["a"]
    with pytest.raises(limn.DataError) as caught:
        log.without_user("somebody")
    assert "somebody" not in str(caught.value)
    assert len(log) == 3
    assert "n_events=3" in repr(log)


def test_leave_one_out_and_time_split() -> None:
    n = 5
    log = limn.EventLog.from_table(
        {"u": [1] * n + [2, 2], "i": [*range(n), 8, 9], "t": [*range(n), 0, 1]},
        user="u",
        item="i",
        time="t",
        time_unit="order",
    )
    train, valid, test = limn.data.leave_one_out(log)
    assert list(train.to_table()["item"]) == [0, 1, 2, 8, 9]
    assert list(valid.to_table()["item"]) == [3]
    assert list(test.to_table()["item"]) == [4]
    assert list(train.users) == list(test.users) == [1, 2]
    before, after = limn.data.time_split(log, 3)
    assert (before.n_events, after.n_events) == (5, 2)
    folds = limn.data.user_folds(log, 2)
    assert all(not set(a.users) & set(b.users) for a, b in folds)
    with pytest.raises(limn.ParamError):
        limn.data.user_folds(log, 1)


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "ndjson", "csv.gz"])
def test_files(ending: str, tmp_path: Any) -> None:
    frame = pandas.DataFrame(columns())
    path = tmp_path / f"events.{ending}"
    reader = limn.EventLog.from_csv
    if ending.startswith("csv"):
        frame.to_csv(path, index=False)
    elif ending == "parquet":
        frame.to_parquet(path)
        reader = limn.EventLog.from_parquet
    else:
        lines = ending == "ndjson"
        frame.to_json(path, orient="records", lines=lines, date_format="iso")
        reader = limn.EventLog.from_json
    log = reader(path, **ROLES)
    assert (log.n_users, log.n_events, log.n_dropped) == (2, 3, 1)
    assert list(log.items) == [7, 8, 9]


def test_bad_files(tmp_path: Any) -> None:
    with pytest.raises(limn.IoError) as caught:
        limn.EventLog.from_csv(tmp_path / "none.csv", **ROLES)
    assert isinstance(caught.value, OSError)
    assert caught.value.place == f"file '{tmp_path / 'none.csv'}'"
    for reader in (limn.Table.read_csv, limn.Table.read_ndjson, limn.EventLog.from_json):
        for path, got in ((tmp_path / "none.csv", "No such file"), (tmp_path, "a folder")):
            with pytest.raises(limn.IoError, match=got) as caught:
                reader(path, **(ROLES if reader == limn.EventLog.from_json else {}))
            assert caught.value.place == f"file '{path}'"
            assert "file that can be read" in caught.value.expected
    ragged = tmp_path / "ragged.csv"
    ragged.write_bytes(b"u,i,t\n1,2,3\n1,2\n")
    with pytest.raises(limn.FormatError, match="3"):
        limn.EventLog.from_csv(ragged, user="u", item="i", time="t", time_unit="s")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 nothing")
    with pytest.raises(limn.FormatError):
        limn.EventLog.from_parquet(broken, **ROLES)


def test_one_user_with_nearly_everything() -> None:
    n = 2000
    log = limn.EventLog.from_table(
        {"u": [1] * (n - 3) + [2, 3, 4], "i": np.arange(n) % 7, "t": np.arange(n)},
        user="u",
        item="i",
        time="t",
        time_unit="s",
    )
    items, scores = limn.recommend.Popular().fit(log).recommend(log, k=3, exclude_seen=False)
    assert items.shape == scores.shape == (4, 3)
