# SPDX-License-Identifier: MIT
"""Recommenders and encoders by the calls users make."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import limn

TINY = {"width": 8, "layers": 1, "epochs": 1, "max_length": 20}
RECOMMENDERS = [
    limn.recommend.Popular(),
    limn.recommend.Transitions(),
    limn.recommend.ItemNearest(),
    limn.recommend.Sequence(encoder=limn.encoder.EventEncoder(**TINY)),
    limn.coldstart.SimilarUsers(),
    limn.coldstart.Attributes(),
    limn.coldstart.Ladder(),
]


@pytest.mark.parametrize("model", RECOMMENDERS, ids=lambda m: type(m).__name__)
def test_recommend(model: Any, log: limn.EventLog) -> None:
    items, scores = model.fit(log).recommend(log, k=5, exclude_seen=True)
    assert items.shape == scores.shape == (log.n_users, 5)
    assert items.dtype == object
    known = set(log.items)
    assert {i for i in items.ravel() if i is not None} <= known
    table = log.to_table()
    for user in range(0, log.n_users, 20):
        seen = set(table["item"][table["user"] == log.users[user]])
        assert not seen & set(items[user])
    assert (np.diff(scores[np.isfinite(scores).all(axis=1)], axis=1) <= 0).all()
    with pytest.raises(limn.ParamError, match=r"'?k'?"):
        model.recommend(log, k=0)


def test_integer_items_stay_integers() -> None:
    log = limn.EventLog.from_table(
        {"u": [1, 1, 2], "i": [10, 20, 10], "t": [1, 2, 3]},
        user="u",
        item="i",
        time="t",
        time_unit="s",
    )
    items, scores = limn.recommend.Popular().fit(log).recommend(log, k=3)
    assert items.dtype == np.int64
    assert list(items[1]) == [20, -1, -1]
    assert scores[1, 2] == -np.inf


def test_another_log_of_other_ids() -> None:
    first = limn.EventLog.from_table(
        {"u": ["a", "a", "b"], "i": ["x", "y", "x"], "t": [1, 2, 3]},
        user="u",
        item="i",
        time="t",
        time_unit="s",
    )
    other = limn.EventLog.from_table(
        {"u": ["c"], "i": ["y"], "t": [4]}, user="u", item="i", time="t", time_unit="s"
    )
    items, _ = limn.recommend.Popular().fit(first).recommend(other, k=1)
    assert items.tolist() == [["x"]]


def test_attributes_beside_the_log(log: limn.EventLog) -> None:
    import pandas

    rng = np.random.default_rng(0)
    table = pandas.DataFrame(
        {
            "age": rng.integers(18, 80, log.n_users).astype(float),
            "city": pandas.Series(rng.choice(["a", "b"], log.n_users), dtype="category"),
        }
    )
    for kind in (limn.coldstart.Attributes, limn.coldstart.SimilarUsers, limn.coldstart.Ladder):
        items, _ = kind().fit(log, attributes=table).recommend(log, k=3, attributes=table)
        assert items.shape == (log.n_users, 3)


def test_popular_per_segment(log: limn.EventLog) -> None:
    segments = np.arange(log.n_users) % 2
    model = limn.recommend.Popular(scope="segment").fit(log, segments=segments)
    items, _ = model.recommend(log, k=3, exclude_seen=False, segments=segments)
    assert (items[0] == items[2]).all()
    with pytest.raises(limn.ShapeError):
        limn.recommend.Popular(scope="segment").fit(log, segments=segments[1:])


def test_encoder(log: limn.EventLog) -> None:
    train, valid, _ = limn.data.leave_one_out(log)
    model = limn.encoder.EventEncoder(
        **TINY,
        heads=1,
        dropout=0.1,
        loss="softmax",
        n_negatives=256,
        learning_rate=1e-3,
        patience=1,
        random_state=0,
    ).fit(train, validation=valid)
    vectors = model.embed(train)
    assert vectors.dtype == np.float32
    assert vectors.shape == (log.n_users, 8)
    assert np.isfinite(vectors).all()
    with pytest.raises(limn.DataError):
        model.fit(train, validation=3)
    with pytest.raises(limn.ParamError, match="loss"):
        limn.encoder.EventEncoder(loss="soft")
