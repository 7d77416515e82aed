# SPDX-License-Identifier: MIT
"""Answers about users of whom little is known."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import limn

PLANS = np.array([[1.0, 20], [1, 22], [2, 61], [2, np.nan]])


def test_pre_classify_guesses_the_segment() -> (
    None
):  # by hand: the first column tells the two apart
    guess = limn.coldstart.PreClassify().fit(PLANS, np.array([0.0, 0, 1, 1]))
    assert guess.predict(PLANS).tolist() == [0, 0, 1, 1]


def test_pre_classify_refuses_what_it_cannot_use() -> None:
    with pytest.raises(limn.NotFittedError):
        limn.coldstart.PreClassify().predict(PLANS)
    with pytest.raises(limn.ShapeError, match=r"1.*2|2.*1"):
        limn.coldstart.PreClassify().fit(PLANS, np.array([0.0, 0, 1, 1])).predict(PLANS[:, :1])


def test_ladder_answers_a_log_of_strangers(log: limn.EventLog) -> None:
    stranger = limn.EventLog.from_table(
        {"user": ["nobody"], "item": [log.items[0]], "time": [1]},
        user="user",
        item="item",
        time="time",
        time_unit="s",
    )
    items, scores = limn.coldstart.Ladder().fit(log).recommend(stranger, k=3)
    assert items.shape == (1, 3)
    assert np.isfinite(scores).all()
    assert log.items[0] not in items[0]


def test_ladder_says_where_an_answer_comes_from(log: limn.EventLog) -> None:
    ladder = limn.coldstart.Ladder().fit(log)
    few = log.only_users(log.users[:3])
    items, scores = ladder.recommend(few, k=4)
    for user, said in enumerate(ladder.answer(few, k=4)):
        assert said["items"] == items[user].tolist()
        np.testing.assert_allclose(said["scores"], scores[user], rtol=1e-6)
        assert set(said["sources"]) <= set(said["rungs"]) and said["reasons"][0] != "none"
        assert said["stage"] in ("few events", "warm")
        assert said["known"] is True
        assert sum(said["weights"]) == pytest.approx(1)
    with pytest.raises(limn.ParamError, match="k"):
        ladder.answer(few, k=0)
    with pytest.raises(limn.NotFittedError):
        limn.coldstart.Ladder().answer(few)


def test_ladder_by_history_and_attributes(log: limn.EventLog) -> None:
    users = np.column_stack([np.arange(log.n_users) % 2, np.arange(log.n_users) % 7]).astype(float)
    ladder = limn.coldstart.Ladder().fit(log, users)
    for history in ([], [log.items[0]], list(log.items[:5])):
        items, scores = ladder.recommend(history, [1.0, np.nan], 4)
        assert items.shape == (1, 4)
        assert np.isfinite(scores).all()
        assert not set(history) & set(items[0])
        again, _ = ladder.recommend(history, k=4, attributes=np.array([[1.0, np.nan]]))
        assert (again == items).all()
    assert ladder.recommend([], k=2)[0].shape == (1, 2)


def test_ladder_knows_the_users_of_its_log(log: limn.EventLog) -> None:
    ladder = limn.coldstart.Ladder().fit(log)
    user = log.users[0]
    history = log.only_users([user]).to_table()
    renamed = limn.EventLog.from_table(
        {"user": ["somebody"] * len(history["item"]), "item": history["item"]}
        | {"time": history["time"]},
        user="user",
        item="item",
        time="time",
    )
    assert ladder.answer(log.only_users([user]))[0]["known"]
    assert not ladder.answer(renamed)[0]["known"]


def simulated(bandit: Any, rounds: int) -> dict[str, Any]:
    """A shop of four offers and two kinds of visitors; each kind likes one offer."""
    rng = np.random.default_rng(4)
    chance = np.array([[0.6, 0.2, 0.2, 0.1], [0.1, 0.2, 0.2, 0.6]])
    offers = ["a", "b", "c", "d"]
    kept: dict[str, Any] = {"kind": [], "item": [], "propensity": [], "reward": []}
    for _ in range(rounds):
        kind = int(rng.integers(2))
        context = np.eye(2)[kind]
        p = bandit.probabilities(context, offers)
        assert p.sum() == pytest.approx(1) and p.min() > 0
        item, propensity = bandit.choose(context, offers)
        assert propensity == p[offers.index(item)]
        reward = float(rng.random() < chance[kind, offers.index(item)])
        assert bandit.update(context, item, reward) is bandit
        for key, value in zip(kept, (kind, item, propensity, reward), strict=True):
            kept[key].append(value)
    return {key: np.array(values) for key, values in kept.items()}


@pytest.mark.parametrize("kind", [limn.coldstart.Thompson, limn.coldstart.LinUcb])
def test_bandits_learn_and_their_log_judges_others(kind: Any) -> None:
    bandit = kind(n_features=2, exploration=0.2)
    kept = simulated(bandit, 1500)
    assert (
        kept["reward"][-500:].mean() > 0.48
    )  # even offers earn 0.275; the best 0.6 without a fifth
    assert bandit.expected([1, 0], ["a", "d"]).argmax() == 0
    # the policy "a to the first kind, d to the second" earns 0.6
    wanted = np.where(kept["kind"] == 0, "a", "d")
    target = (kept["item"] == wanted).astype(float)
    for judge in (limn.evaluate.ips, limn.evaluate.snips):
        said = judge(kept["reward"], kept["propensity"], target)
        assert abs(said["value"] - 0.6) < 4 * said["standard_error"] < 0.3
    again = pickle.loads(pickle.dumps(bandit))
    assert again.choose([1, 0], ["a", "b"]) == bandit.choose([1, 0], ["a", "b"])


def test_lin_ucb_is_ridge_regression() -> None:  # oracle: numpy's solution of the normal equations
    rng = np.random.default_rng(2)
    x, r = rng.normal(size=(40, 3)), rng.normal(size=40)
    bandit = limn.coldstart.LinUcb(n_features=3, alpha=0.7, regularization=2.0, exploration=0.0)
    for row, reward in zip(x, r, strict=True):
        bandit.update(row, 7, reward)
    a = x.T @ x + 2 * np.eye(3)
    np.testing.assert_allclose(bandit.coef_[0], np.linalg.solve(a, x.T @ r), rtol=1e-9)
    q = np.array([1.0, -1, 0.5])
    known = q @ bandit.coef_[0] + 0.7 * np.sqrt(q @ np.linalg.solve(a, q))
    new = 0.7 * np.linalg.norm(q) / np.sqrt(2)
    assert bandit.probabilities(q, [7, 8]).argmax() == int(new > known)


def test_bandits_refuse_what_they_cannot_use() -> None:
    bandit = limn.coldstart.Thompson(n_features=1)
    with pytest.raises(limn.DataError, match="candidates"):
        bandit.choose([1.0], [])
    with pytest.raises(limn.ShapeError):
        bandit.choose(None, ["a"])
    with pytest.raises(limn.DataError, match="reward"):
        bandit.update([1.0], "a", 2.0)
    with pytest.raises(limn.DataError, match="context"):
        bandit.update([np.nan], "a", 1.0)
    with pytest.raises(limn.ParamError):
        limn.coldstart.LinUcb(exploration=2.0)


def test_new_items_stand_beside_their_like(log: limn.EventLog) -> None:
    category = np.unique([str(item).split("-")[0] for item in log.items], return_inverse=True)[1]
    model = limn.coldstart.NewItems(n_neighbors=5).fit(log, category[:, None].astype(float))
    model.add(["new-a", "new-b"], [[0.0], [3.0]])
    donors = model.donors("new-b")
    assert len(donors) == 5 and sum(w for _, w in donors) == pytest.approx(1)
    of = dict(zip(log.items, category, strict=True))
    assert {of[item] for item, _ in donors} == {3}
    assert model.donors(log.items[0]) == []
    liked = [item for item in log.items if of[item] == 3][:6]
    few = log.only_users(log.users[:2])
    items, scores = model.recommend(few, log.n_items + 2, False)
    said = dict(zip(items[0].tolist(), scores[0].tolist(), strict=True))
    lent = sum(weight * said[item] for item, weight in donors)  # by hand: the mean of the donors
    assert said["new-b"] == pytest.approx(lent, rel=1e-5)
    liked = [item for item in log.items if of[item] == 3][:6]
    again = pickle.loads(pickle.dumps(model))
    assert (again.recommend(liked, k=5)[0] == model.recommend(liked, k=5)[0]).all()


def test_new_items_refuse_what_they_cannot_use(log: limn.EventLog) -> None:
    with pytest.raises(limn.NotFittedError):
        limn.coldstart.NewItems().add(["x"], [[1.0]])
    with pytest.raises(limn.DataError, match="attributes"):
        limn.coldstart.NewItems().fit(log).add(["x"], [[1.0]])
    model = limn.coldstart.NewItems().fit(log, np.ones((log.n_items, 1)))
    with pytest.raises(limn.DataError, match="known already"):
        model.add([log.items[0]], [[1.0]])
    with pytest.raises(limn.ShapeError):
        model.add(["x"], [[1.0, 2.0]])
    with pytest.raises(limn.ShapeError):
        limn.coldstart.NewItems().fit(log, np.ones((3, 1)))


def of_two_kinds() -> tuple[limn.EventLog, dict[str, Any]]:
    """Half the users take items f0 ... f19 alone, half m0 ...; the table has another order."""
    rng = np.random.default_rng(0)
    user, item = [], []
    for u in range(120):
        chosen = rng.choice(20, 5, replace=False)
        user += [f"u{u}"] * 5
        item += [f"{'fm'[u % 2]}{i}" for i in chosen]
    events = {"user": user, "item": item, "time": np.arange(600)}
    log = limn.EventLog.from_table(events, user="user", item="item", time="time", time_unit="order")
    order = rng.permutation(120)
    kind = np.array(["fm"[u % 2] for u in order], dtype=object)
    return log, {"who": np.array([f"u{u}" for u in order], dtype=object), "g": kind}


WITH_ATTRIBUTES = [
    limn.coldstart.Ladder,
    limn.coldstart.Attributes,
    limn.coldstart.SimilarUsers,
]


@pytest.mark.parametrize("kind", WITH_ATTRIBUTES)
def test_categories_go_by_their_words(kind: Any, tmp_path: Any) -> None:
    import pandas

    log, table = of_two_kinds()
    model = kind().fit(log, table, user_id="who")
    model.save(tmp_path / "model")
    for asked in (model, pickle.loads(pickle.dumps(model)), limn.load(tmp_path / "model")):
        for word in "fm":
            for given in (
                pandas.DataFrame({"g": pandas.Categorical([word])}),
                pandas.DataFrame({"g": pandas.Categorical([word], categories=["m", "f"])}),
                {"g": pandas.Categorical([word])},
                {"g": word},
                [word],
            ):
                assert {item[0] for item in asked.recommend([], given, 3)[0][0]} == {word}
    unknown = model.recommend([], {"g": "x"}, 3)[0]
    assert (unknown == model.recommend([], [4], 3)[0]).all()  # words never seen are all alike


@pytest.mark.parametrize("kind", WITH_ATTRIBUTES)
def test_rows_are_matched_to_the_users_of_the_log(kind: Any) -> None:
    import pandas

    log, table = of_two_kinds()
    frame = pandas.DataFrame(table)
    by_hand = frame.set_index("who").loc[log.users]
    wanted = kind().fit(log, by_hand["g"].astype("category").to_frame())
    for given in (table, frame, frame.set_index("who")):
        model = kind().fit(log, given, user_id="who")
        assert (model.recommend([], {"g": "m"}, 5)[0] == wanted.recommend([], ["m"], 5)[0]).all()
        few = log.only_users(log.users[:4])
        own = by_hand.iloc[:4].reset_index(drop=True)
        assert (model.recommend(few, given, 5)[0] == model.recommend(few, own, 5)[0]).all()
    kind().fit(log, frame.iloc[:50], user_id="who")  # the others are unknown


def test_tables_that_cannot_be_matched_are_refused() -> None:
    import pandas

    log, table = of_two_kinds()
    ladder = limn.coldstart.Ladder()
    with pytest.raises(limn.DataError, match="user_id='who'"):
        ladder.fit(log, table)
    with pytest.raises(limn.DataError, match="index"):
        ladder.fit(log, pandas.DataFrame(table).set_index("who"))
    with pytest.raises(limn.ShapeError, match="user_id"):
        ladder.fit(log, {"g": table["g"][:7]})
    with pytest.raises(limn.DataError, match="'id'"):
        ladder.fit(log, table, user_id="id")
    with pytest.raises(limn.DataError, match="twice"):
        ladder.fit(log, {"who": ["u1", "u1"], "g": ["f", "f"]}, user_id="who")
    with pytest.raises(limn.DataError, match="no user of the log"):
        ladder.fit(log, {"who": ["a", "b"], "g": ["f", "f"]}, user_id="who")
    with pytest.raises(limn.ParamError, match="user_id"):
        ladder.fit(log, np.ones((log.n_users, 1)), user_id="who")


def test_attributes_of_another_kind_are_refused(log: limn.EventLog) -> None:
    age = np.arange(log.n_users) % 7
    words = np.array(["f", "m"], dtype=object)[age % 2]
    told = limn.coldstart.Ladder().fit(log, {"g": words, "age": age})
    items, _ = told.recommend([log.items[0]], {"age": 3, "g": "m"}, 3)
    assert (items == told.recommend([log.items[0]], ["m", 3], 3)[0]).all()
    assert told.recommend([], {"g": "m"}, 3)[0].shape == (1, 3)
    with pytest.raises(limn.ShapeError, match="'gender'"):
        told.recommend([], {"gender": "m"}, 3)
    with pytest.raises(limn.ShapeError, match="1 columns"):
        told.recommend([], ["m"], 3)
    with pytest.raises(limn.DataError, match="'age'"):
        told.recommend([], {"age": "old"}, 3)
    numbers = limn.coldstart.Ladder().fit(log, np.column_stack([age % 2, age]))
    for given in ({"g": "m", "age": 3}, ["m", 3]):
        with pytest.raises(limn.DataError, match="numbers"):
            numbers.recommend([], given, 3)


def test_new_items_go_by_words(log: limn.EventLog) -> None:
    import pandas

    topic = np.array([str(item).split("-")[0] for item in log.items], dtype=object)
    model = limn.coldstart.NewItems(n_neighbors=5).fit(log, {"c": topic})
    word = topic[-1]
    model.add(["one"], {"c": pandas.Categorical([word])}).add(["two"], [[word]])
    for item in ("one", "two"):
        assert {donor.split("-")[0] for donor, _ in model.donors(item)} == {word}
    backwards = {"id": log.items[::-1], "c": topic[::-1]}
    keyed = limn.coldstart.NewItems(n_neighbors=5).fit(log, backwards, item_id="id")
    keyed.add(["one", "two"], {"id": ["two", "one"], "c": [word, topic[0]]})
    assert keyed.donors("two") == model.donors("two")


def test_arguments_of_another_type_are_refused(log: limn.EventLog) -> None:
    ladder = limn.coldstart.Ladder().fit(log)
    with pytest.raises(limn.ParamError, match="'exclude_seen'"):
        ladder.recommend([], None, 3, exclude_seen="no")
    with pytest.raises(limn.ParamError, match="'k'"):
        ladder.recommend([], k="3")
    encoder = limn.encoder.EventEncoder(width=16, layers=1, max_length=12, epochs=1).fit(log)
    with pytest.raises(limn.DataError, match="value"):
        encoder.step(encoder.start(), log.items[0], value="x")
