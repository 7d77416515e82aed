# SPDX-License-Identifier: MIT
"""Event features through Python: names, rows, as_of, missing. Numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest

import limn

FEATURIZERS = [
    limn.features.Rfm,
    limn.features.Windows,
    limn.features.Cadence,
    limn.features.Calendar,
    limn.features.Interests,
    limn.features.PriceSensitivity,
    limn.features.Sessions,
]


@pytest.fixture(name="log")
def shop() -> limn.EventLog:
    days = ["2026-01-01", "2026-01-11", "2026-01-21", "2026-01-05"]
    table = {
        "user": ["ann", "ann", "ann", "bob"],
        "item": ["tea", "cup", "tea", "pot"],
        "time": np.array(days, "datetime64[us]"),
        "price": [4.0, 9.0, 5.0, 30.0],
    }
    return limn.EventLog.from_table(table, user="user", item="item", time="time", value="price")


def column(c: object, log: limn.EventLog, name: str, **when: object) -> np.ndarray:
    return c.transform(log, **when)[:, list(c.get_feature_names_out()).index(name)]


@pytest.mark.parametrize("cls", FEATURIZERS)
def test_a_row_a_user_and_a_name_a_column(cls: type, log: limn.EventLog) -> None:
    c = cls().fit(log)
    rows = c.transform(log)
    assert rows.shape == (2, len(c.get_feature_names_out()))
    assert len(set(c.get_feature_names_out())) == rows.shape[1]


@pytest.mark.parametrize("cls", FEATURIZERS)
def test_use_before_fit(cls: type, log: limn.EventLog) -> None:
    with pytest.raises(limn.NotFittedError):
        cls().transform(log)


def test_as_of_is_exclusive(log: limn.EventLog) -> None:
    rfm = limn.features.Rfm().fit(log)
    assert column(rfm, log, "rfm.n_events").tolist() == [3, 1]
    assert column(rfm, log, "rfm.n_events", as_of="2026-01-11").tolist() == [1, 1]
    assert column(rfm, log, "rfm.recency_days", as_of="2026-01-11").tolist() == [10, 6]
    assert np.isnan(column(rfm, log, "rfm.recency_days", as_of="2026-01-01")).all()


def test_windows_and_interests(log: limn.EventLog) -> None:
    windows = limn.features.Windows(days=[15]).fit(log)
    assert column(windows, log, "windows.count_15d").tolist() == [2, 0]
    assert column(windows, log, "windows.value_sum_15d").tolist() == [14, 0]
    interests = limn.features.Interests(half_life_days=10).fit(log)
    assert column(interests, log, "interests.item.cup")[0] == pytest.approx(0.5 / 1.75)


def test_options_are_checked() -> None:
    with pytest.raises(limn.ParamError, match="days"):
        limn.features.Windows(days=[30, 7])
    with pytest.raises(limn.ParamError, match="half_life_days"):
        limn.features.Interests(half_life=3)
    with pytest.raises(limn.ParamError, match="hours_per_bin"):
        limn.features.Calendar(hours_per_bin=5)
