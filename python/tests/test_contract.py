# SPDX-License-Identifier: MIT
"""The contract battery once more, through Python, over every class of every room."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import numpy as np
import pytest

import limn
from limn._files import classes

ALL = sorted(classes().items())
TABLE = [(n, c) for n, c in ALL if c()._facts()["fits_table"]]
LOG = [(n, c) for n, c in ALL if c()._facts()["fits_log"]]
FITTED = [(n, c) for n, c in ALL if hasattr(c, "fit")]  # others learn from one offer at a time
QUESTIONS = ("transform", "predict", "predict_proba", "anomaly_score", "mask", "explain", "embed")

# Short lessons, so that the whole battery stays within seconds.
QUICK: dict[str, dict[str, Any]] = {
    "cluster.k_means": {"n_clusters": 3},
    "encoder.event_encoder": {"width": 8, "layers": 1, "epochs": 1, "max_length": 20},
    "outlier.isolation_forest": {"n_estimators": 10},
}


def make(name: str, kind: Any) -> Any:
    if name == "recommend.sequence":
        return kind(encoder=limn.encoder.EventEncoder(**QUICK["encoder.event_encoder"]))
    return kind(**QUICK.get(name, {}))


def table(gaps: bool = False, codes: bool = False) -> np.ndarray:
    rng = np.random.default_rng(7)
    x = rng.integers(0, 4, (60, 3)).astype(float) if codes else rng.normal(size=(60, 3))
    if gaps:
        x[rng.random(x.shape) < 0.1] = np.nan
    return x


def labels(n: int) -> np.ndarray:
    return np.arange(n) % 2


def fit(estimator: Any, given: Any) -> Any:
    if estimator._facts()["needs_labels"]:
        return estimator.fit(given, labels(len(given)))
    return estimator.fit(given)


def answers(estimator: Any, given: Any) -> dict[str, np.ndarray]:
    out = {q: getattr(estimator, q)(given) for q in QUESTIONS if hasattr(estimator, q)}
    if hasattr(estimator, "recommend"):
        out["items"], out["scores"] = estimator.recommend(given, k=5)
    return out


def same(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert a.keys() == b.keys()
    for key in a:
        np.testing.assert_array_equal(a[key], b[key], err_msg=key)


def given_for(estimator: Any, log: limn.EventLog) -> Any:
    facts = estimator._facts()
    if facts["fits_log"]:
        return log
    return table(codes=facts["allows_categories"] and not facts["scores"])


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
    for key in options:
        with pytest.raises(limn.ParamError, match=key):
            kind(**{key: object()})
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
    states = []
    try:
        for n in (1, 2, 7):
            limn.set_threads(n)
            states.append(fit(make(name, kind), given)._dump())
    finally:
        limn.set_threads(before)
    assert states[0] == states[1] == states[2]


@pytest.mark.parametrize(("name", "kind"), TABLE)
def test_bad_tables(name: str, kind: Any) -> None:
    x = given_for(kind(), None) if not kind()._facts()["fits_log"] else table()
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
    x = given_for(kind(), None) if not kind()._facts()["fits_log"] else table()
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
        given_for(kind(), None) if not kind()._facts()["fits_log"] else table(),
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
    estimator = make(name, kind)
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
