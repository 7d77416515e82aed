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
    told = cls(action="flag").fit(amounts())
    np.testing.assert_array_equal(told.transform(amounts()), amounts())
    assert [entry["action"] for entry in told.audit(amounts())] == ["flag"]


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


def test_one_audit_for_all() -> None:
    table = np.array([[-1.0, 5.0], [30.0, 7.0]])
    (cell,) = limn.filter.Range(lower=[0], action="clip").fit(table).audit(table)
    assert (cell["row"], cell["column"], cell["rule"]) == (0, 0, "filter.range")
    assert (cell["value"], cell["action"], cell["replaced_by"]) == (-1, "clip", 0)
    log = clicks([100, 100, 103], ["ann", "ann", "ann"])
    (event,) = limn.filter.Duplicates().fit(log).audit(log)
    assert (event["row"], event["column"]) == (1, -1)
    repeated = np.column_stack([np.arange(9.0), 2 * np.arange(9.0)])
    columns = limn.filter.Correlated().fit(repeated)
    (column,) = columns.audit_
    assert (column["row"], column["column"]) == (-1, 1)
    assert columns.transform(repeated).shape == (9, 1)
    assert set(cell) == set(event) == set(column)


def flipped(share: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from sklearn.datasets import load_iris

    x, truth = load_iris(return_X_y=True)
    rng = np.random.default_rng(seed)
    wrong = rng.random(len(truth)) < share
    return x, np.where(wrong, (truth + rng.integers(1, 3, len(truth))) % 3, truth), wrong


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_doubtful_labels_score_high(share: float) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import cross_val_predict

    x, y, wrong = flipped(share)
    model = LogisticRegression(max_iter=1000)
    p = cross_val_predict(model, x, y, cv=5, method="predict_proba")
    ours = limn.filter.LabelNoise(input="probabilities").fit(p, y)
    alone = 1 - p[np.arange(len(y)), y]  # the score of self-confidence
    assert roc_auc_score(wrong, ours.noise_score_) >= roc_auc_score(wrong, alone) - 1e-9
    own = limn.filter.LabelNoise().fit(x, y)
    assert roc_auc_score(wrong, own.noise_score_) > 0.9
    np.testing.assert_allclose(own.confident_joint_.sum(axis=1), np.bincount(y))


def test_labels_are_dropped_changed_or_weighed() -> None:
    x, y, _ = flipped(0.1)
    names = np.array(["setosa", "versicolor", "virginica"])[y]
    c = limn.filter.LabelNoise().fit(x, names)
    assert set(c.corrected_labels_[c.noise_]) <= set(names)
    assert (c.corrected_labels_[~c.noise_] == names[~c.noise_]).all()
    assert (c.sample_weight_[c.noise_] < 0.5 + 1e-9).all() and c.sample_weight_[
        ~c.noise_
    ].min() == 1
    kept, labels = c.fit_resample(x, names)
    assert len(kept) == len(labels) == (~c.noise_).sum()
    assert len(limn.filter.LabelNoise(action="weight").fit_resample(x, y)[0]) == len(y)


@pytest.mark.parametrize("cls", [limn.filter.EditedNearestNeighbours, limn.filter.TomekLinks])
def test_borders_are_cleaned(cls: type) -> None:
    x, y, _ = flipped(0.1)
    kept, labels = cls().fit_resample(x, y)
    assert 50 < len(kept) == len(labels) < len(y)
    with pytest.raises(limn.ShapeError):
        cls().fit(x, y[:-1])
    with pytest.raises(limn.DataError, match="row 0, column 1"):
        cls().fit(np.array([[1.0, np.nan], [1.0, 2.0]]), [0, 1])


def test_rows_entered_twice() -> None:
    pd = pytest.importorskip("pandas")
    rng = np.random.default_rng(0)
    people = pd.DataFrame(rng.normal(size=(400, 4)), columns=list("abcd"))
    people["town"] = rng.choice(["Ulm", "Bonn"], 400)
    table = pd.concat([people, people.iloc[:50], people.iloc[50:80]], ignore_index=True)
    table.loc[450:, "b"] += 0.001
    table.loc[460:, "town"] = "Kiel"
    table["town"] = table["town"].astype("category")  # the same or not
    exact = limn.filter.DuplicateRows().fit(table)
    np.testing.assert_array_equal(exact.noise_, table.duplicated())  # pandas finds the same
    near = limn.filter.DuplicateRows(tolerance=0.01).fit(table)
    assert near.noise_.sum() == 60
    assert [(e["row"], e["value"]) for e in near.audit_] == [(400 + i, i) for i in range(60)]
    loose = limn.filter.DuplicateRows(tolerance=0.01, max_differing=1).fit(table)
    assert loose.noise_.sum() == 80
    np.testing.assert_array_equal(loose.sample_indices_, np.arange(400))
    entry = loose.audit_[0]
    assert (entry["row"], entry["column"], entry["action"], entry["value"]) == (400, -1, "drop", 0)
    with pytest.raises(limn.ParamError):
        limn.filter.DuplicateRows(max_differing=5).fit(table)


def test_every_filter_keeps_the_one_audit() -> None:
    x, y = flipped(0.2)[:2]
    x[0] = 1e6
    log = clicks([0, 0, 0, 5], ["a", "a", "a", "b"])
    keys = ["row", "column", "rule", "value", "lower", "upper", "action", "replaced_by"]
    seen = []
    for name in sorted(dir(limn.filter)):
        kind = getattr(limn.filter, name)
        if not isinstance(kind, type) or not hasattr(kind, "_facts"):
            continue
        facts = kind()._facts()
        if facts["fits_log"]:
            audit = kind().fit(log).audit(log)
        elif hasattr(kind, "audit"):
            audit = kind(**({"lower": [0.0]} if name == "Range" else {})).fit(x).audit(x)
        else:
            table = np.vstack([x, x[:3]])
            audit = (kind().fit(x, y) if facts["needs_labels"] else kind().fit(table)).audit_
        assert all(sorted(entry) == sorted(keys) for entry in audit), name
        assert all(entry["rule"] == kind().component for entry in audit)
        seen.append(name)
    assert len(seen) >= 11
