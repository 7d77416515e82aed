# SPDX-License-Identifier: MIT
"""The encoder from Python: shapes, types, seeds, threads, pickles and errors."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import limn


def rings(n_users: int = 40, n_items: int = 9, length: int = 10) -> limn.EventLog:
    user = np.repeat(np.arange(n_users), length)
    time = np.tile(np.arange(length), n_users)
    item = (user * 7 + time * (1 + user % 2)) % n_items
    return limn.EventLog.from_table(
        {"user": user, "item": item, "time": time},
        user="user",
        item="item",
        time="time",
        time_unit="order",
    )


def small(**more: object) -> limn.encoder.EventEncoder:
    options: dict[str, object] = {"width": 16, "layers": 1, "max_length": 12, "epochs": 3}
    return limn.encoder.EventEncoder(**{**options, **more})


def test_vectors_are_float32_one_row_a_user() -> None:
    log = rings()
    vectors = small().fit(log).embed(log)
    assert vectors.shape == (log.n_users, 16)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()


def test_same_seed_same_vectors_for_any_number_of_threads() -> None:
    log = rings()
    try:
        limn.set_threads(1)
        one = small().fit(log).embed(log)
        limn.set_threads(7)
        seven = small().fit(log).embed(log)
    finally:
        limn.set_threads(0)
    assert (one == seven).all()
    assert (small(random_state=1).fit(log).embed(log) != one).any()


def test_validation_log_chooses_the_turn() -> None:
    train, valid, _ = limn.data.leave_one_out(rings())
    assert small().fit(train, validation=valid).embed(train).shape == (40, 16)


def test_pickle_answers_the_same() -> None:
    log = rings()
    encoder = small().fit(log)
    again = pickle.loads(pickle.dumps(encoder))
    assert (again.embed(log) == encoder.embed(log)).all()


def test_bad_input_is_named() -> None:
    log = rings()
    with pytest.raises(limn.NotFittedError):
        small().embed(log)
    with pytest.raises(limn.ParamError, match="heads"):
        limn.encoder.EventEncoder(width=16, heads=3).fit(log)
    with pytest.raises(limn.ParamError, match="loss"):
        limn.encoder.EventEncoder(loss="bce").fit(log)
    with pytest.raises(limn.DataError):
        small().fit(rings(length=1))


KINDS = ["EventEncoder", "GruEncoder", "ConvEncoder"]


def shop(n_users: int = 30, n_items: int = 9, length: int = 20) -> limn.EventLog:
    user = np.repeat(np.arange(n_users), length)
    order = np.tile(np.arange(length), n_users)
    value = ((user * order) % 17).astype(float)
    value[::5] = np.nan
    return limn.EventLog.from_table(
        {
            "user": user,
            "item": np.char.add("i", ((user * 7 + order * (1 + user % 2)) % n_items).astype(str)),
            "time": np.datetime64("2024-01-01", "s") + order // 2 * 5000,
            "type": np.array(["view", "cart", "buy"])[(user + order) % 3],
            "value": value,
        },
        user="user",
        item="item",
        time="time",
        type="type",
        value="value",
    )


def fitted(kind: str, log: limn.EventLog) -> object:
    make = getattr(limn.encoder, kind)
    return make(width=16, layers=2, max_length=8, epochs=2).fit(log)


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_goes_on_where_the_history_ended(kind: str) -> None:
    log = shop()
    encoder = fitted(kind, log)
    state = encoder.start()
    for i in range(20):
        item = f"i{(3 * 7 + i * 2) % 9}"
        vector = encoder.step(
            state,
            item,
            time=np.datetime64("2024-01-01", "s") + i // 2 * 5000,
            type=["view", "cart", "buy"][(3 + i) % 3],
            value=None if (3 * 20 + i) % 5 == 0 else float((3 * i) % 17),
        )
    assert vector.shape == (16,)
    assert vector.dtype == np.float32
    np.testing.assert_allclose(vector, encoder.embed(log)[3], atol=1e-5)
    assert state.n_events == 20


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_is_a_value(kind: str) -> None:
    encoder = fitted(kind, shop())
    state = encoder.start(["i1", "i2", "never seen", "i3"])
    assert state.n_events == 3
    again = pickle.loads(pickle.dumps(state))
    assert again == state
    assert (encoder.step(again, "i4") == encoder.step(state.copy(), "i4")).all()
    assert again != state
    assert (encoder.step(state, "never seen") == state.embedding).all()


@pytest.mark.parametrize("kind", KINDS)
def test_recommendations_from_a_state(kind: str) -> None:
    encoder = fitted(kind, shop())
    recommender = limn.recommend.Sequence(encoder=encoder)
    state = encoder.start(["i1", "i2", "i3"])
    items, scores = recommender.recommend_from(state, k=4)
    assert len(items) == 4
    assert not set(items) & {"i1", "i2", "i3"}
    assert (np.diff(scores) <= 0).all()
    assert len(recommender.recommend_from(state, k=9, exclude_seen=False)[0]) == 9


def test_states_of_another_encoder_and_odd_input_are_refused() -> None:
    log = shop()
    encoder = fitted("EventEncoder", log)
    other = fitted("GruEncoder", log)
    with pytest.raises(limn.DataError, match="state"):
        encoder.step(other.start(["i1"]), "i2")
    with pytest.raises(limn.DataError, match="one user"):
        encoder.start(log)
    with pytest.raises(limn.NotFittedError):
        small().start()
    with pytest.raises(limn.ParamError, match="k"):
        limn.recommend.Sequence(encoder=encoder).recommend_from(encoder.start(), k=0)


def test_training_goes_on_with_replay_and_says_how_it_went() -> None:
    old, new = rings(), shop()
    encoder = small().fit(old)
    assert [set(turn) for turn in encoder.history_] == [{"loss", "ndcg", "hit"}] * 3
    assert not encoder.diverged_
    again = encoder.resume(rings(n_users=20), epochs=2, replay=old)
    assert again is encoder
    assert len(encoder.history_) == 5
    with pytest.raises(limn.ParamError, match="epochs"):
        encoder.resume(old, epochs=0)
    with pytest.raises(limn.NotFittedError):
        small().resume(new)


@pytest.mark.parametrize("objective", ["contrastive", "both"])
def test_objectives(objective: str) -> None:
    log = rings()
    encoder = small(objective=objective).fit(log)
    assert np.isfinite(encoder.embed(log)).all()
    assert encoder.history_[-1]["loss"] < encoder.history_[0]["loss"]
    train, valid, _ = limn.data.leave_one_out(log)
    if objective == "contrastive":
        with pytest.raises(limn.ParamError, match="objective"):
            small(objective=objective).fit(train, validation=valid)
    else:
        assert small(objective=objective).fit(train, validation=valid).best_epoch_ >= 0


def test_fine_tuned_encoder_tells_the_label_of_users_it_was_not_told_of() -> None:
    log = rings(120)
    step = np.where(np.arange(120) % 2, "two", "one")
    told = [None if i >= 80 else str(s) for i, s in enumerate(step)]
    encoder = small(layers=2).fit(log)
    before = encoder.embed(log)
    head = encoder.fine_tune(log, told, epochs=40, learning_rate=5e-3)
    assert isinstance(head, limn.encoder.LabelHead)
    assert list(head.classes_) == ["one", "two"]
    z = encoder.embed(log)
    assert not np.array_equal(z, before)
    chances = head.predict_proba(z)
    assert chances.shape == (120, 2)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert np.mean(head.predict(z)[80:] == step[80:]) > 0.95


@pytest.mark.parametrize(
    ("labels", "options", "error", "words"),
    [
        ([1, 2], {}, limn.ShapeError, "labels"),
        ([[1, 2]] * 12, {}, limn.ShapeError, "one label a user"),
        ([1] * 12, {}, limn.DataError, "two classes"),
        ([None] * 12, {}, limn.DataError, "label"),
        ([1, "a"] * 6, {}, None, ""),
        ([0, 1] * 6, {"frozen_layers": 2}, limn.ParamError, "frozen_layers"),
        ([0, 1] * 6, {"epochs": 0}, limn.ParamError, "epochs"),
    ],
)
def test_fine_tuning_refuses(labels: object, options: dict, error: type | None, words: str) -> None:
    log = rings(12)
    encoder = small(epochs=1).fit(log)
    if error is None:  # numpy makes these texts
        assert len(encoder.fine_tune(log, labels).classes_) == 2
        return
    with pytest.raises(error, match=words):
        encoder.fine_tune(log, labels, **options)
    with pytest.raises(limn.NotFittedError):
        small().fine_tune(log, [0, 1] * 6)


def test_target_types_are_what_is_offered() -> None:
    user, place = np.repeat(np.arange(60), 12), np.tile(np.arange(12), 60)
    buys = place % 3 == 2
    seen = (user * 5 + (place - place % 3) * user) % 7
    table = {
        "user": user,
        "item": np.where(buys, 100 + seen, seen),
        "type": np.where(buys, "buy", "view"),
        "time": place,
    }
    roles = {"user": "user", "item": "item", "time": "time", "type": "type"}
    log = limn.EventLog.from_table(table, **roles, time_unit="order")
    model = limn.recommend.Sequence(encoder=small(target_types=["buy"])).fit(log)
    items, scores = model.recommend(log, k=7, exclude_seen=False)
    assert (np.asarray(items) >= 100).all()
    assert np.isfinite(scores).all()
    with pytest.raises(limn.DataError, match="target_types"):
        small(target_types=["bye"]).fit(log)
