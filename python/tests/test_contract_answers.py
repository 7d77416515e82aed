# SPDX-License-Identifier: MIT
"""The contract battery, second half: odd inputs, rows alone, units, pieces, damaged files."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from battery import (
    ALL,
    FITTED,
    LOG,
    TABLE,
    answers,
    fit,
    given_for,
    labels,
    make,
    near,
    same,
    table_for,
)

import limn

ROW_WISE = [(n, c) for n, c in TABLE if c()._facts()["row_wise"]]
ORDER_FREE = [(n, c) for n, c in TABLE if c()._facts()["row_order_free"]]
PIECES = [(n, c) for n, c in TABLE if hasattr(c, "partial_fit")]
MERGED = [(n, c) for n, c in TABLE if c()._facts()["merges"]]


def works_or_refuses(call: Callable[[], Any]) -> Any:
    """Its answer, or None where it refuses with one of the library's own errors."""
    try:
        return call()
    except limn.Error:
        return None


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_unfitted_file(name: str, kind: Any, tmp_path: Any) -> None:
    one = make(name, kind)
    one.save(tmp_path / "one.limn")
    limn.load(tmp_path / "one.limn").save(tmp_path / "two.limn")
    assert (tmp_path / "one.limn").read_bytes() == (tmp_path / "two.limn").read_bytes()


@pytest.mark.parametrize(("name", "kind"), FITTED)
def test_damaged_files(name: str, kind: Any, log: limn.EventLog, tmp_path: Any) -> None:
    one = make(name, kind)
    fit(one, given_for(one, log)).save(tmp_path / "model.limn")
    whole = (tmp_path / "model.limn").read_bytes()
    damaged = [whole[:n] for n in range(0, len(whole), len(whole) // 5 + 1)]
    for at in range(0, len(whole), len(whole) // 10 + 1):
        damaged.append(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
    for k, data in enumerate(damaged):
        path = tmp_path / f"{k}.limn"
        path.write_bytes(data)
        with pytest.raises(limn.FormatError):
            limn.load(path)


@pytest.mark.parametrize(("name", "kind"), FITTED)
def test_copies_are_independent(name: str, kind: Any, log: limn.EventLog) -> None:
    one = make(name, kind)
    fit(one, given_for(one, log))
    state = one._dump()
    other = log.only_users(log.users[:40]) if one._facts()["fits_log"] else table_for(kind, seed=8)
    for twin in (copy.copy(one), copy.deepcopy(one)):
        fit(twin, other)
        assert one._dump() == state


@pytest.mark.parametrize(("name", "kind"), ROW_WISE)
def test_rows_alone_as_in_a_batch(name: str, kind: Any) -> None:
    x = table_for(kind)
    estimator = fit(make(name, kind), x)
    whole = answers(estimator, x)
    for row in (0, 5, 59):
        alone = answers(estimator, x[row : row + 1])
        near(alone, {key: said[row : row + 1] for key, said in whole.items()}, 1e-12)


@pytest.mark.parametrize(("name", "kind"), ORDER_FREE)
def test_order_of_rows_does_not_matter(name: str, kind: Any) -> None:
    x = table_for(kind)
    first, back = fit(make(name, kind), x), make(name, kind)
    if back._facts()["needs_labels"]:
        back.fit(x[::-1], labels(60)[::-1])
    else:
        back.fit(x[::-1])
    near(answers(first, x), answers(back, x), 1e-6)


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_small_and_flat_tables(name: str, kind: Any) -> None:
    x = table_for(kind)
    flat, gap = x.copy(), x.copy()
    flat[:, 1], gap[:, 1] = 3.0, np.nan
    for odd in (x[:1], flat, gap):
        works_or_refuses(lambda odd=odd: answers(fit(make(name, kind), odd), odd))


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_numbers_in_any_unit(name: str, kind: Any) -> None:
    x = table_for(kind)
    takes_out = hasattr(kind, "mask")  # a filter's answer may have gaps
    for given in (x * 1e-12, x * 1e12, np.repeat(x[:1], 60, axis=0)):
        said = works_or_refuses(lambda given=given: answers(fit(make(name, kind), given), given))
        assert said is not None or (given == given[0]).all(), "only equal rows may be refused"
        for key, numbers in (said or {}).items():
            numbers = np.asarray(numbers, dtype=float)
            assert (np.isfinite(numbers) | (takes_out & np.isnan(numbers))).all(), key


@pytest.mark.parametrize(("name", "kind"), PIECES)
def test_pieces(name: str, kind: Any) -> None:
    x = table_for(kind)
    pieces = make(name, kind)
    for part in (x[:20], x[20:40], x[40:]):
        pieces.partial_fit(part)
    assert pieces.n_features_in_ == 3
    said = answers(pieces, x)
    assert all(len(numbers) == 60 for numbers in said.values())
    if pieces._facts()["exact_partial_fit"]:
        near(said, answers(fit(make(name, kind), x), x), 1e-9)


@pytest.mark.parametrize(("name", "kind"), MERGED)
def test_merge(name: str, kind: Any) -> None:
    x = table_for(kind)
    parts = [x[:20], x[20:40], x[40:]]
    one, two, three = (fit(make(name, kind), part) for part in parts)
    alone = one._dump()
    assert copy.copy(one).merge(make(name, kind))._dump() == alone
    left = copy.copy(one).merge(two).merge(three)
    right = copy.copy(one).merge(copy.copy(two).merge(three))
    near(answers(left, x), answers(right, x), 1e-9)
    assert one._dump() == alone


def odd_log(lacks: str = "") -> limn.EventLog:
    """Six users of one to six events, without a clock, types or values where so named."""
    user = np.repeat(np.arange(6), np.arange(1, 7))
    n = len(user)
    columns: dict[str, Any] = {"user": user, "item": np.arange(n) * 7 % 5, "time": np.arange(n)}
    names = {"user": "user", "item": "item", "time": "time", "time_unit": "order"}
    if lacks != "clock":
        columns["time"] = np.datetime64("2026-01-01T00:00") + np.arange(n) * np.timedelta64(7, "h")
        del names["time_unit"]
    if lacks != "types":
        columns["type"], names["type"] = np.where(np.arange(n) % 3, "view", "buy"), "type"
    if lacks != "values":
        columns["value"], names["value"] = np.linspace(1.0, 9.0, n), "value"
    return limn.EventLog.from_table(columns, **names)


@pytest.mark.parametrize(("name", "kind"), LOG)
def test_odd_logs(name: str, kind: Any) -> None:
    lone = odd_log().only_users([0])  # one event
    for odd in (lone, odd_log("clock"), odd_log("types"), odd_log("values")):
        works_or_refuses(lambda odd=odd: answers(make(name, kind).fit(odd), odd))


@pytest.mark.parametrize(("name", "kind"), LOG)
def test_one_answer_a_user_whoever_asks(name: str, kind: Any, log: limn.EventLog) -> None:
    estimator = make(name, kind).fit(log)
    strangers = odd_log()
    wanted = strangers.n_events if hasattr(kind, "mask") else strangers.n_users
    said = answers(estimator, strangers)
    assert all(len(numbers) == wanted for numbers in said.values())
    same(answers(estimator, strangers), said)
