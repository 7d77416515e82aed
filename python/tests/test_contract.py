# SPDX-License-Identifier: MIT
"""The contract battery once more, through Python, over every class of every room."""

from __future__ import annotations

import copy
import inspect
import math
import pickle
import re
from typing import Any

import numpy as np
import pytest
from battery import (
    ALL,
    FITTED,
    LOG,
    QUESTIONS,
    TABLE,
    answers,
    fit,
    given_for,
    make,
    same,
    table,
    table_for,
)

import limn


def test_every_room_has_classes() -> None:
    rooms = {name.partition(".")[0] for name, _ in ALL}
    assert rooms >= {
        "filter",
        "impute",
        "outlier",
        "features",
        "learn",
        "encoder",
        "cluster",
        "recommend",
        "coldstart",
    }


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_options(name: str, kind: Any) -> None:
    estimator = kind()
    options = estimator.get_params()
    assert list(inspect.signature(kind).parameters) == list(options)
    assert kind(**options).get_params() == options
    assert kind.__module__ == "limn." + name.partition(".")[0]
    assert len(kind.__doc__ or "") > 100
    with pytest.raises(limn.ParamError, match=name) as caught:
        kind(no_such_option=1)
    assert "no_such_option" in str(caught.value)
    assert isinstance(caught.value, ValueError | TypeError)
    assert caught.value.code == "LIMN-E011"
    with pytest.raises(limn.ParamError, match=name):
        kind(1)
    for option in estimator._facts()["options"]:
        key = option["name"]
        with pytest.raises(limn.ParamError, match=key):
            kind(**{key: object()})
        with pytest.raises(limn.ParamError, match=f"did you mean '{key}'"):
            kind(**{key + "x": option["default"]})
        lowest = re.match(r"(?:at least|above|in [\[(]) ?([-+.\de]+)", option["range"])
        if lowest and option["type"].startswith(("int", "float")):
            with pytest.raises(limn.ParamError, match=key):
                kind(**{key: type(option["default"] or 0)(math.floor(float(lowest[1])) - 1)})
    assert repr(estimator) == f"{kind.__name__}()"
    assert estimator._repr_html_().startswith("<table>")


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_use_before_fit(name: str, kind: Any, log: limn.EventLog) -> None:
    estimator = make(name, kind)
    given = given_for(estimator, log)
    for question in QUESTIONS:
        if hasattr(kind, question):
            with pytest.raises(limn.NotFittedError, match=name):
                getattr(estimator, question)(given)
    assert not hasattr(estimator, "n_features_in_")
    assert not hasattr(estimator, "cluster_centers_")


@pytest.mark.parametrize(("name", "kind"), FITTED)
def test_fit_twice_copies_and_files(
    name: str, kind: Any, log: limn.EventLog, tmp_path: Any
) -> None:
    given = given_for(make(name, kind), log)
    before = given.copy() if isinstance(given, np.ndarray) else None
    one, two = fit(make(name, kind), given), fit(fit(make(name, kind), given), given)
    assert one == two
    first = answers(one, given)
    if before is not None:
        np.testing.assert_array_equal(given, before)
    for other in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert type(other) is kind
        assert other == one
        same(answers(other, given), first)
    path = tmp_path / "model.limn"
    one.save(path)
    loaded = limn.load(path)
    assert type(loaded) is kind
    same(answers(loaded, given), first)
    loaded.save(tmp_path / "again.limn")
    assert path.read_bytes() == (tmp_path / "again.limn").read_bytes()


@pytest.mark.parametrize(("name", "kind"), FITTED)
def test_same_bits_for_any_threads(name: str, kind: Any, log: limn.EventLog) -> None:
    given = given_for(make(name, kind), log)
    before = limn.get_threads()
    fits = []
    try:
        for n in (1, 2, 7):
            limn.set_threads(n)
            one = fit(make(name, kind), given)
            fits.append((one._dump(), answers(one, given)))
    finally:
        limn.set_threads(before)
    for state, said in fits[1:]:
        assert state == fits[0][0]
        same(said, fits[0][1])


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_bad_tables(name: str, kind: Any) -> None:
    x = table_for(kind)
    estimator = fit(make(name, kind), x)
    state = estimator._dump()
    wrong = [
        (np.empty((0, 3)), limn.DataError),
        (x[:, 0], limn.ShapeError),
        (np.full((60, 3), "a", dtype=object), limn.DataError),
        ([[1.0], [1.0, 2.0]], limn.ShapeError),
    ]
    infinite = x.copy()
    infinite[2, 1] = np.inf
    for bad, error in [*wrong, (infinite, limn.DataError)]:
        with pytest.raises(error):
            fit(estimator, bad)
        assert estimator._dump() == state
    for question in QUESTIONS:
        if hasattr(kind, question):
            with pytest.raises(limn.ShapeError, match=r"2.*3"):
                getattr(estimator, question)(x[:, :2])


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_any_layout_gives_the_same(name: str, kind: Any) -> None:
    x = table_for(kind)
    estimator = fit(make(name, kind), x)
    first = answers(estimator, x)
    wide = np.zeros((60, 6))
    wide[:, ::2] = x
    for layout in (np.asfortranarray(x), wide[:, ::2], x[::-1][::-1], x.tolist()):
        same(answers(fit(make(name, kind), layout), layout), first)


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_gaps(name: str, kind: Any) -> None:
    estimator = make(name, kind)
    if estimator._facts()["allows_missing"]:
        x = table(gaps=True)
        out = answers(fit(estimator, x), x)
        if name.startswith("impute.") and name != "impute.indicator":
            assert not np.isnan(out["transform"]).any()
    else:
        with pytest.raises(limn.DataError, match=name):
            fit(estimator, table(gaps=True))


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_names_of_columns(name: str, kind: Any) -> None:
    import pandas

    x = pandas.DataFrame(
        table_for(kind),
        columns=["a", "b", "c"],
    )
    estimator = fit(make(name, kind), x)
    assert estimator.n_features_in_ == 3
    assert list(estimator.feature_names_in_) == ["a", "b", "c"]
    for question in QUESTIONS:
        if hasattr(kind, question):
            with pytest.raises(limn.ShapeError, match="'z'"):
                getattr(estimator, question)(x.rename(columns={"b": "z"}))
    if hasattr(kind, "set_output"):
        out = estimator.set_output(transform="pandas").transform(x)
        assert list(out.columns) == list(estimator.get_feature_names_out())
        assert list(out.index) == list(x.index)


@pytest.mark.parametrize(("name", "kind"), LOG)
def test_bad_logs(name: str, kind: Any, log: limn.EventLog) -> None:
    estimator = make(name, kind).fit(log)
    state = estimator._dump()
    empty = limn.EventLog.from_table(
        {
            "u": np.array([], dtype=object),
            "i": np.array([], dtype=object),
            "t": np.array([], dtype="datetime64[s]"),
        },
        user="u",
        item="i",
        time="t",
    )
    with pytest.raises(limn.DataError, match=name):
        estimator.fit(empty)
    # Who takes tables, too, sees one without dimensions.
    wanted = limn.ShapeError if estimator._facts()["fits_table"] else limn.DataError
    with pytest.raises(wanted):
        estimator.fit(None)
    assert estimator._dump() == state
