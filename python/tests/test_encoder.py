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
