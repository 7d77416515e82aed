# SPDX-License-Identifier: MIT
"""Tables of numbers in and out, whatever they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest

import limn

X = np.array([[1.0, 2.0], [np.nan, 4.0], [3.0, np.nan]])
FILLED = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 3.0]])


def kinds() -> dict[str, Any]:
    parts = {"a": X[:, 0], "b": X[:, 1]}
    frame = pandas.DataFrame(parts, index=["r1", "r2", "r3"])
    return {
        "numpy": X,
        "lists": X.tolist(),
        "masked": np.ma.masked_invalid(X),
        "dict": parts,
        "pandas": frame,
        "nullable": frame.convert_dtypes(),
        "mixed": frame.assign(a=frame["a"].astype("float32")),
        "polars": polars.DataFrame(parts),
        "pyarrow": pyarrow.table(parts),
        "structured": np.array([tuple(r) for r in X], dtype=[("a", "f8"), ("b", "f8")]),
        "limn": limn.Table(parts),
    }


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_gives_the_same(kind: str) -> None:
    out = limn.impute.Median().fit_transform(kinds()[kind])
    np.testing.assert_array_equal(out, FILLED)


def test_no_copy_of_arrays() -> None:
    big = np.zeros((200_000, 20))
    import tracemalloc

    tracemalloc.start()
    limn.features.Standard().fit(big[::2, ::2])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("wanted", "given", "kind"),
    [
        ("pandas", "numpy", pandas.DataFrame),
        ("polars", "pandas", polars.DataFrame),
        ("arrow", "dict", pyarrow.Table),
        ("input", "polars", polars.DataFrame),
        ("input", "pandas", pandas.DataFrame),
        ("input", "numpy", np.ndarray),
        ("default", "pandas", np.ndarray),
    ],
)
def test_out_as_asked(wanted: str, given: str, kind: type) -> None:
    model = limn.impute.Median().set_output(transform=wanted)
    out = model.fit(kinds()[given]).transform(kinds()[given])
    assert isinstance(out, kind)
    if given == "pandas" and kind is pandas.DataFrame:
        assert list(out.index) == ["r1", "r2", "r3"]
        assert list(out.columns) == ["a", "b"]


def test_unknown_output() -> None:
    with pytest.raises(limn.ParamError, match="pandas"):
        limn.impute.Median().set_output(transform="panda")


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_categories_go_by_their_words(kind: str) -> None:
    def table(words: list[Any]) -> Any:
        series = pandas.Series(words, dtype="category")
        if kind == "pandas":
            return pandas.DataFrame({"x": np.arange(len(words), dtype=float), "c": series})
        if kind == "polars":
            return polars.DataFrame(
                {
                    "x": np.arange(len(words), dtype=float),
                    "c": polars.Series(words, dtype=polars.Categorical),
                }
            )
        return pyarrow.table(
            {
                "x": np.arange(len(words), dtype=float),
                "c": pyarrow.array(words).dictionary_encode(),
            }
        )

    forest = limn.outlier.IsolationForest(n_estimators=20, random_state=0)
    forest.fit(table(["a", "b", "c", "b"] * 20))
    one = forest.anomaly_score(table(["c", "b"]))
    two = forest.anomaly_score(table(["b", "c"]))
    x = np.array([0.0, 1.0])
    assert one.shape == two.shape == x.shape
    full = forest.anomaly_score(table(["a", "b", "c"]))
    again = forest.anomaly_score(table(["a", "b", "c", "a"]))
    np.testing.assert_array_equal(full, again[:3])
    with pytest.raises(limn.DataError, match="category"):
        limn.impute.Mean().fit(table(["a", "b"]))


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (pandas.DataFrame({"a": ["x", "y"]}), "'a'"),
        ({"a": ["x", "y"]}, "'a'"),
        (np.array([["x"], ["y"]]), "column 0"),
        (np.array([[1j], [2j]]), "column 0"),
        (None, "X|dimension|object"),
        (3, "dimension"),
    ],
)
def test_bad_tables_name_the_column(bad: Any, word: str) -> None:
    with pytest.raises(limn.Error, match=word):
        limn.impute.Median().fit(bad)


@pytest.mark.parametrize("make", [pandas.DataFrame, polars.DataFrame, pyarrow.table, dict])
@pytest.mark.parametrize(("bad", "word"), [(np.inf, "an infinite"), (np.nan, "a missing")])
def test_bad_cells_name_the_column(make: Any, bad: float, word: str) -> None:
    good = make({"age": [1.0, 2.0, 3.0], "income": [1.0, 2.0, 5.0]})
    table = make({"age": [1.0, 2.0, 3.0], "income": [1.0, bad, 5.0]})
    place = rf"row 1, column 'income': got {word}"
    for model in (limn.cluster.KMeans(n_clusters=2), limn.cluster.GaussianMixture()):
        with pytest.raises(limn.DataError, match=place):
            model.fit(table)
    model = limn.cluster.KMeans(n_clusters=2).fit(good)
    with pytest.raises(limn.DataError, match=place) as caught:
        model.predict(table)
    assert caught.value.place == "row 1, column 'income'"
    with pytest.raises(limn.DataError, match="row 1, column 1"):
        limn.features.Pca().fit(np.array([[1.0, 2.0], [3.0, bad]]))


def test_bad_attributes_name_the_column(log: limn.EventLog) -> None:
    ages = np.full(log.n_users, 30.0)
    ages[3] = np.inf
    with pytest.raises(limn.DataError, match="row 3, column 'age'"):
        limn.coldstart.Attributes().fit(log, {"age": ages, "sex": np.arange(log.n_users) % 2})


def test_sparse_is_refused_with_advice() -> None:
    from scipy import sparse

    with pytest.raises(limn.DataError, match="toarray"):
        limn.impute.Median().fit(sparse.eye(3))


def test_table() -> None:
    table = limn.Table(
        {
            "i": [1, 2],
            "t": np.array(["2024-01-01", "NaT"], "M8[s]"),
            "s": ["a", None],
            "b": [True, False],
        }
    )
    assert table.names == ["i", "t", "s", "b"]
    assert len(table) == table.n_rows == 2
    assert list(table["s"]) == ["a", None]
    assert np.isnat(table["t"][1])
    assert pyarrow.table(table).num_rows == 2
    assert list(limn.Table.from_arrow(polars.DataFrame({"x": [1]}))["x"]) == [1]
    with pytest.raises(limn.DataError, match="no such column"):
        table["z"]
