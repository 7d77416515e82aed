# SPDX-License-Identifier: MIT
"""Filters through Python: masks of cells and of events. Numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest

import limn

CELL_FILTERS = [limn.filter.Hampel, limn.filter.Iqr, limn.filter.StandardDeviation]


def amounts() -> np.ndarray:
    return np.array([[12.0, 5], [15, 5], [11, 5], [14, 5], [9000, 5], [np.nan, 5]])


def clicks(seconds: list[int], users: list[str]) -> limn.EventLog:
    table = {"user": users, "item": ["page"] * len(users), "time": seconds}
    return limn.EventLog.from_table(table, user="user", item="item", time="time", time_unit="s")


@pytest.mark.parametrize("cls", [limn.filter.Hampel, limn.filter.Iqr])
def test_a_wild_value_is_noise(cls: type) -> None:
    c = cls().fit(amounts())
    mask = c.mask(amounts())
    assert mask.dtype == bool
    assert mask.sum() == 1 and mask[4, 0]
    assert np.isnan(c.transform(amounts())[4, 0])
    clipped = cls(action="clip").fit_transform(amounts())
    assert 14 < clipped[4, 0] < 9000


def test_the_audit_says_what_was_changed_and_why() -> None:
    c = limn.filter.Iqr().fit(amounts())
    (entry,) = c.audit(amounts())
    assert (entry["row"], entry["column"], entry["rule"]) == (4, 0, "filter.iqr")
    assert entry["value"] == amounts()[4, 0] > entry["upper"]
    assert entry["action"] == "missing" and np.isnan(entry["replaced_by"])


@pytest.mark.parametrize("cls", CELL_FILTERS)
def test_columns_without_scale_are_let_alone(cls: type) -> None:
    c = cls().fit(np.full((9, 1), 5.0))
    assert not c.mask(np.array([[1e6]])).any()


@pytest.mark.parametrize("cls", CELL_FILTERS)
def test_bad_input(cls: type) -> None:
    with pytest.raises(limn.NotFittedError):
        cls().mask(amounts())
    with pytest.raises(limn.DataError, match="column 1"):
        cls().fit(np.array([[1.0, np.inf]]))
    with pytest.raises(limn.ParamError, match="action"):
        cls(action="drop")


def test_doubled_events_leave_the_log() -> None:
    log = clicks([100, 100, 103, 100], ["ann", "ann", "ann", "bob"])
    doubled = limn.filter.Duplicates().fit(log).mask(log)
    np.testing.assert_array_equal(doubled, [False, True, False, False])
    assert log.without(doubled).n_events == 3
    near = limn.filter.Duplicates(window_seconds=5).fit(log).mask(log)
    np.testing.assert_array_equal(near, [False, True, True, False])


def test_clockwork_is_a_bot() -> None:
    rng = np.random.default_rng(1)
    person = np.cumsum(rng.exponential(300, 120)).astype(int).tolist()
    machine = list(range(0, 120 * 60, 60))
    log = clicks(person + machine, ["ann"] * 120 + ["bot"] * 120)
    mask = limn.filter.Bots().fit(log).mask(log)
    assert mask.sum() == 120
    assert set(log.without(mask).to_table()["user"]) == {"ann"}


def test_an_order_has_no_clock() -> None:
    table = {"user": ["a"], "item": ["b"], "time": [0]}
    log = limn.EventLog.from_table(table, user="user", item="item", time="time", time_unit="order")
    with pytest.raises(limn.DataError):
        limn.filter.Bots().fit(log)
