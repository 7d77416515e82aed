# SPDX-License-Identifier: MIT
"""Recommenders and encoders by the calls users make."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import limn

TINY = {"width": 8, "layers": 1, "epochs": 1, "max_length": 20}
RECOMMENDERS = [
    limn.recommend.Popular(),
    limn.recommend.Transitions(),
    limn.recommend.ItemNearest(),
    limn.recommend.Ease(l2=20.0),
    limn.recommend.Linear(l2=20.0),
    limn.recommend.Rerank(diversity=0.0),
    limn.recommend.Als(factors=8, iterations=3),
    limn.recommend.Repeats(),
    limn.recommend.Fusion(members=[limn.recommend.Transitions(), "recommend.popular"]),
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


def ones(log: limn.EventLog) -> Any:
    users, items, *_ = log._columns()
    out = np.zeros((log.n_users, log.n_items))
    out[users, items] = 1.0
    return out


def test_ease_is_the_closed_form(log: limn.EventLog) -> None:  # Steck (2019), eq. 8, by numpy
    x = ones(log)
    inverse = np.linalg.inv(x.T @ x + 30.0 * np.eye(log.n_items))
    wanted = -inverse / np.diag(inverse)
    np.fill_diagonal(wanted, 0.0)
    model = limn.recommend.Ease(l2=30.0).fit(log)
    np.testing.assert_allclose(model.weights_, wanted, atol=2e-5)
    with pytest.raises(limn.LimitError, match="max_items"):
        limn.recommend.Ease(max_items=3).fit(log)


def test_als_is_a_fixed_point_of_the_normal_equations(log: limn.EventLog) -> None:
    users, items, *_ = log._columns()
    taken = np.zeros((log.n_users, log.n_items))
    np.add.at(taken, (users, items), 1.0)
    model = limn.recommend.Als(factors=5, iterations=200, alpha=2.0, regularization=3.0).fit(log)
    y = model.item_vectors_.astype(float)

    def solve(other: Any, rows: Any) -> Any:
        out = []
        for c in rows:
            a = other.T @ ((1 + 2 * c)[:, None] * other) + 3 * np.eye(5)
            out.append(np.linalg.solve(a, other.T @ ((1 + 2 * c) * (c > 0))))
        return np.array(out)

    x = solve(y, taken)
    np.testing.assert_allclose(solve(x, taken.T), y, atol=0.02)
    loss = ((1 + 2 * taken) * ((taken > 0) - x @ y.T) ** 2).sum() + 3 * (
        (x**2).sum() + (y**2).sum()
    )
    assert abs(loss / model.loss_ - 1) < 1e-3


def test_fusion_holds_objects_and_names(log: limn.EventLog) -> None:
    train, valid, _ = limn.data.leave_one_out(log)
    fast = limn.recommend.Transitions(half_life=3.0)
    model = limn.recommend.Fusion(members=[fast, "recommend.popular"]).fit(train, validation=valid)
    assert model.get_params()["members"][0] is fast
    assert model.weights_.sum() == pytest.approx(1.0)
    assert model.learnt_[-1] >= model.learnt_[:-1].max()
    ready = limn.recommend.Fusion(
        members=[
            limn.recommend.Transitions(half_life=3.0).fit(train),
            limn.recommend.Popular().fit(train),
        ],
        fit_members=False,
    ).fit(train, validation=valid)
    assert (ready.recommend(train, k=5)[0] == model.recommend(train, k=5)[0]).all()
    again = pickle.loads(pickle.dumps(model))
    assert (again.recommend(train, k=5)[0] == model.recommend(train, k=5)[0]).all()
    with pytest.raises(limn.ParamError, match="members"):
        limn.recommend.Fusion(members=[limn.impute.Mean()])
    with pytest.raises(limn.ParamError, match="nobody"):
        limn.recommend.Fusion(members=["recommend.nobody"])


def test_encoders_are_members_too(log: limn.EventLog) -> None:
    train, valid, _ = limn.data.leave_one_out(log)
    ready = limn.encoder.GruEncoder(width=8, epochs=1).fit(train)
    counted = limn.recommend.Transitions().fit(train)
    model = limn.recommend.Fusion(members=[counted, ready], fit_members=False)
    lists, _ = model.fit(train, validation=valid).recommend(train, k=4)
    assert model.get_params()["members"][1] is ready
    again = pickle.loads(pickle.dumps(model))
    assert (again.recommend(train, k=4)[0] == lists).all()
    ruled = limn.recommend.Rerank(members=[ready], fit_members=False, diversity=0.0).fit(train)
    around = limn.recommend.Sequence(encoder=ready)
    assert (ruled.recommend(train, k=4)[0] == around.recommend(train, k=4)[0]).all()
    named = limn.recommend.Fusion(members=["encoder.gru_encoder", "recommend.popular"])
    with pytest.raises(limn.NotFittedError):
        named.recommend(log)
    with pytest.raises(limn.ParamError, match="members"):
        limn.recommend.Fusion(members=[3])


def test_one_user_by_what_they_took(log: limn.EventLog) -> None:
    model = limn.recommend.Transitions().fit(log)
    history = [log.items[1], "never seen", log.items[0]] if log.items.dtype == object else []
    items, scores = model.recommend(history, k=4)
    assert items.shape == scores.shape == (1, 4)
    assert log.items[0] not in items[0]
    assert model.recommend([], k=2)[0].shape == (1, 2)


def test_rerank() -> None:  # by hand
    items = np.array([["a", "b", "c", "d", None]], dtype=object)
    scores = np.array([[4.0, 3, 2, 1, -np.inf]])
    rerank = limn.recommend.rerank
    assert rerank(items, scores, 3, exclude=["a"], pin=["z"])[0].tolist() == [["z", "b", "c"]]
    kinds = {"a": "x", "b": "x", "c": "y"}
    one = rerank(items, scores, 4, categories=kinds, max_per_category=1)[0].tolist()
    assert one == [["a", "c", "d", None]]
    vectors = {"a": [1, 0], "b": [1, 0], "c": [0, 1]}
    assert rerank(items, scores, 2, vectors=vectors, diversity=0.5)[0].tolist() == [["a", "c"]]
    assert rerank(items, scores, 1, boost={"d": 9.0})[0].tolist() == [["d"]]
    whole = rerank(np.array([[5, 7, -1]]), np.array([[2.0, 1, -np.inf]]), 3, exclude=[5])
    assert whole[0].tolist() == [[7, -1, -1]]
    with pytest.raises(limn.ParamError, match="diversity"):
        rerank(items, scores, diversity=2.0)


def test_context_boost() -> None:  # by hand: (2 + 2 / 2) / ((3 + 2) / 2)
    log = limn.EventLog.from_table(
        {"u": [1, 1, 1, 1], "i": ["a", "a", "a", "b"], "t": [1, 2, 3, 4]},
        user="u",
        item="i",
        time="t",
        time_unit="s",
    )
    boost = limn.recommend.context_boost(log, ["am", "am", "pm", "pm"], "am", shrinkage=2.0)
    assert boost["a"] == pytest.approx(3 / 2.5)
    assert boost["b"] == pytest.approx(1 / 1.5)


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


COUNTING = [
    limn.recommend.Transitions(),
    limn.recommend.ItemNearest(),
    limn.recommend.Ease(l2=20.0),
    limn.recommend.Linear(l2=20.0),
    limn.recommend.Rerank(diversity=0.1),
    limn.recommend.Als(factors=8, iterations=3),
    limn.recommend.Fusion(),
]


@pytest.mark.parametrize("model", COUNTING, ids=lambda m: type(m).__name__)
def test_no_leak_from_later_events_or_other_users(model: Any, log: limn.EventLog) -> None:
    table = log.to_table()
    cut = np.sort(np.asarray(table["time"]))[len(table["time"]) // 2]
    later = np.asarray(table["time"]) >= cut
    other = np.array(table["item"], dtype=object)
    other[later] = np.random.default_rng(1).permutation(other[later])

    def until_cut(items: Any) -> limn.EventLog:
        """A first user takes each item once: equal scores then go by the same order of items."""
        return limn.EventLog.from_table(
            {
                "user": ["first"] * log.n_items + list(table["user"]),
                "item": list(log.items) + list(items),
                "time": np.append(np.full(log.n_items, table["time"][0]), table["time"]),
            },
            user="user",
            item="item",
            time="time",
        ).slice(cut)

    before, changed = until_cut(table["item"]), until_cut(other)
    items, scores = model.fit(before).recommend(before, k=5)
    again, _ = model.fit(changed).recommend(changed, k=5)
    assert (items == again).all()  # whatever happens later
    half = before.only_users(before.users[::2])
    alone, alone_scores = model.recommend(half, k=5)
    assert (alone == items[::2]).all()  # nor do the users asked beside one
    np.testing.assert_allclose(alone_scores, scores[::2], rtol=1e-5)

    train, _, test = limn.data.leave_one_out(log)
    wanted = test.to_table()["item"]
    lists, _ = model.fit(train).recommend(train, k=10)
    rng = np.random.default_rng(0)
    drawn = [rng.choice(log.items) for _ in wanted]  # permuted labels give chance
    users = limn.evaluate.ranking_per_user(lists[: len(drawn)], drawn, k=10)
    assert np.nanmean(users["hit_rate"]) < 10 / log.n_items + 0.1


def test_linear_is_ridge_regression_of_the_next_item(log: limn.EventLog) -> None:
    users, items, *_ = log._columns()  # numpy.linalg in double, prefix by prefix
    n, window = log.n_items, 4
    both, after = 7.0 * np.eye(n), np.zeros((n, n))
    for t in np.flatnonzero(users[1:] == users[:-1]):
        x = np.zeros(n)
        for back in range(window):
            if t >= back and users[t - back] == users[t]:
                x[items[t - back]] += 2.0 ** (-back / 3.0)
        both += np.outer(x, x)
        after[:, items[t + 1]] += x
    model = limn.recommend.Linear(l2=7.0, half_life=3.0, window=window).fit(log)
    np.testing.assert_allclose(model.weights_, np.linalg.solve(both, after), atol=2e-5)
    with pytest.raises(limn.LimitError, match="max_items"):
        limn.recommend.Linear(max_items=3).fit(log)


def test_rerank_takes_integer_ids_as_they_are() -> None:
    rng = np.random.default_rng(2)
    big = 2**60  # a float would lose the last digits
    items = big + rng.integers(0, 30, 600)
    log = limn.EventLog.from_table(
        {"u": rng.integers(0, 40, 600), "i": items, "t": np.arange(600)},
        user="u",
        item="i",
        time="t",
        time_unit="s",
    )
    kinds = {int(item): int(item) % 2 for item in np.unique(items)}
    rules: dict[str, Any] = {"pin": [big + 3], "exclude": np.array([big + 4, big + 5])}
    caps: dict[str, Any] = {"categorized": list(kinds), "categories": list(kinds.values())}
    model = limn.recommend.Rerank(diversity=0.0, max_per_category=3, **rules, **caps).fit(log)
    lists, _ = model.recommend(log, k=6, exclude_seen=False)
    assert (lists[:, 0] == big + 3).all()
    assert not np.isin(lists, [big + 4, big + 5]).any()
    for row in lists.tolist():
        assert {sum(kinds[item] == kind for item in row) for kind in (0, 1)} == {3}
    texts = {key: [str(one) for one in ids] for key, ids in {**rules, **caps}.items()}
    same = limn.recommend.Rerank(diversity=0.0, max_per_category=3, **texts).fit(log)
    assert (same.recommend(log, k=6, exclude_seen=False)[0] == lists).all()
    assert model.get_params()["pin"] == [big + 3]
    plain = limn.recommend.Popular().fit(log).recommend(log, k=12, exclude_seen=False)
    ruled, _ = limn.recommend.rerank(
        *plain, k=4, categories=kinds, max_per_category=2, pin=[np.int64(big + 3)]
    )
    assert (ruled[:, 0] == big + 3).all()


def test_rerank_is_a_recommender(log: limn.EventLog) -> None:
    inner = limn.recommend.Transitions(half_life=3.0)
    alone, _ = inner.fit(log).recommend(log, k=6)
    plain = limn.recommend.Rerank(members=[inner], diversity=0.0).fit(log)
    assert plain.get_params()["members"][0] is inner
    assert (plain.recommend(log, k=6)[0] == alone).all()
    first = [str(i) for i in log.items[:2]]
    kinds = {str(i): str(n % 2) for n, i in enumerate(log.items)}
    ruled = limn.recommend.Rerank(
        members=[inner],
        diversity=0.3,
        context="hour",
        exclude=first[:1],
        pin=first[1:],
        categorized=list(kinds),
        categories=list(kinds.values()),
        max_per_category=3,
    ).fit(log)
    lists, _ = ruled.recommend(log, k=6)
    assert (lists[:, 0] == log.items[1]).all()
    assert log.items[0] not in lists
    for row in lists[:10]:
        taken = [kinds[str(i)] for i in row if i is not None]
        assert max(taken.count("0"), taken.count("1")) <= 3
    again = pickle.loads(pickle.dumps(ruled))
    assert (again.recommend(log, k=6)[0] == lists).all()
    with pytest.raises(limn.ParamError, match="exclude"):
        limn.recommend.Rerank(exclude=[1.5])
    named = limn.recommend.Rerank(members=["recommend.popular"]).fit(log)
    assert named.recommend([], k=3)[0].shape == (1, 3)
    with pytest.raises(limn.ParamError, match="categories"):
        limn.recommend.Rerank(categorized=["a"])
    with pytest.raises(limn.ParamError, match="members"):
        limn.recommend.Rerank(members=[limn.impute.Mean()])
