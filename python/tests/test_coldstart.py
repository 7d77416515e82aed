# SPDX-License-Identifier: MIT
"""Answers about users of whom little is known."""

from __future__ import annotations

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
