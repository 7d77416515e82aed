# SPDX-License-Identifier: MIT
"""The made-up shop looks like one."""

from __future__ import annotations

import numpy as np

import limn


def test_same_seed_same_shop() -> None:
    one, two = (limn.data.make_shop(n_users=80, random_state=5) for _ in range(2))
    for a, b in zip(one, two, strict=True):
        for key in a:
            np.testing.assert_array_equal(a[key], b[key])


def test_looks_like_a_shop() -> None:
    events, users = limn.data.make_shop(n_users=500, random_state=0)
    assert set(events) == {"user", "item", "time", "type", "price"}
    assert {"user", "age", "city"} <= set(users)
    assert set(events["type"]) == {"view", "cart", "buy", "return"}
    assert len(set(users["user"])) == 500
    assert set(events["user"]) < set(users["user"])
    assert (events["price"][events["type"] == "return"] < 0).all()
    assert np.isnan(users["age"]).any()
    assert any(c is None for c in users["city"])
    assert (np.diff(events["time"]) >= np.timedelta64(0)).all()
    log = limn.EventLog.from_table(
        events, user="user", item="item", time="time", type="type", value="price"
    )
    assert limn.filter.Bots().fit(log).mask(log).any()
    assert limn.filter.Duplicates().fit(log).mask(log).any()


def test_items_follow_each_other() -> None:
    events, _ = limn.data.make_shop(n_users=600, random_state=0)
    log = limn.EventLog.from_table(events, user="user", item="item", time="time")
    log = log.without(limn.filter.Bots().fit(log).mask(log))
    train, test = limn.data.user_holdout(log)
    truth = dict(zip(test.to_table()["user"], test.to_table()["item"], strict=True))

    def hits(model: object) -> int:
        items, _ = model.fit(train).recommend(train, k=10, exclude_seen=False)  # type: ignore[attr-defined]
        return sum(truth.get(u) in row for u, row in zip(train.users, items, strict=True))

    assert hits(limn.recommend.Transitions()) > 1.5 * hits(limn.recommend.Popular())
