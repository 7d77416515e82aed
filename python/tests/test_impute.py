# SPDX-License-Identifier: MIT
"""Imputers through Python, beside scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest

import limn

IMPUTERS = [
    limn.impute.Constant,
    limn.impute.Mean,
    limn.impute.Median,
    limn.impute.Mode,
    limn.impute.Knn,
    limn.impute.Iterative,
    limn.impute.Forest,
    limn.impute.Context,
]


def with_gaps(n: int = 200, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 4)) @ rng.normal(size=(4, 6))
    x[rng.random(x.shape) < 0.2] = np.nan
    return x


@pytest.mark.parametrize("cls", IMPUTERS)
def test_no_gap_is_left(cls: type) -> None:
    x = with_gaps()
    x[:, 2] = np.nan
    out = cls().fit_transform(x)
    assert not np.isnan(out).any()
    known = ~np.isnan(x)
    np.testing.assert_array_equal(out[known], x[known])


@pytest.mark.parametrize("cls", IMPUTERS)
def test_bad_input(cls: type) -> None:
    with pytest.raises(limn.NotFittedError):
        cls().transform(with_gaps())
    with pytest.raises(limn.DataError):
        cls().fit(np.empty((0, 3)))
    with pytest.raises(limn.DataError, match="column 0"):
        cls().fit(np.array([[np.inf, 1.0]]))
    with pytest.raises(limn.ShapeError, match=r"5.*6"):
        cls().fit(with_gaps()).transform(with_gaps()[:, :5])


@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent"])
def test_same_as_simple_imputer(strategy: str) -> None:
    from sklearn.impute import SimpleImputer

    cls = {
        "mean": limn.impute.Mean,
        "median": limn.impute.Median,
        "most_frequent": limn.impute.Mode,
    }[strategy]
    x = np.round(with_gaps())
    theirs = SimpleImputer(strategy=strategy).fit_transform(x)
    np.testing.assert_allclose(cls().fit_transform(x), theirs, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("seed", range(5))
def test_same_as_knn_imputer(weights: str, seed: int) -> None:
    from sklearn.impute import KNNImputer

    x, new = with_gaps(seed=seed), with_gaps(50, seed + 100)
    ours = limn.impute.Knn(n_neighbors=5, weights=weights).fit(x)
    theirs = KNNImputer(n_neighbors=5, weights=weights).fit(x)
    for rows in (x, new):
        np.testing.assert_allclose(ours.transform(rows), theirs.transform(rows), atol=1e-10)


def test_a_user_fills_his_own_gaps() -> None:
    n = np.nan
    x = np.array([[1, 0, 4.0], [1, 10, n], [1, 20, 8.0], [2, 5, n]])
    for method, filled in (("last", 4), ("interpolate", 6), ("typical", 6)):
        c = limn.impute.Context(method=method, group_column=0, time_column=1)
        np.testing.assert_array_equal(c.fit_transform(x)[:, 2], [4, filled, 8, 6])


def test_flags_follow_the_columns() -> None:
    x = np.array([[1.0, np.nan], [2.0, 3.0]])
    c = limn.impute.Indicator().fit(x)
    np.testing.assert_array_equal(c.transform(x)[:, 2], [1, 0])
    assert list(c.get_feature_names_out(["a", "b"])) == ["a", "b", "b_missing"]


@pytest.mark.parametrize("seed", range(3))
def test_same_as_iterative_imputer_on_scaled_columns(seed: int) -> None:
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    x = with_gaps(seed=seed)
    x = (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0)
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    theirs = IterativeImputer(max_iter=10, tol=0.0, min_value=low, max_value=high)
    ours = limn.impute.Iterative(max_iter=10, tol=0.0).fit(x)
    gaps = np.isnan(x)
    wanted = theirs.fit_transform(x)[gaps]
    np.testing.assert_allclose(ours.transform(x)[gaps], wanted, atol=2e-3)
    assert ours.n_iter_ == 10


def test_new_rows_are_answered_as_in_the_batch() -> None:
    x = with_gaps()
    c = limn.impute.Iterative().fit(x)
    batch = c.transform(x)
    np.testing.assert_array_equal(np.vstack([c.transform(row[None]) for row in x[:20]]), batch[:20])


def test_categories_of_a_table_stay_known() -> None:
    pd = pytest.importorskip("pandas")
    rng = np.random.default_rng(0)
    size = rng.normal(size=300)
    kind = np.where(size > 0.3, "large", "small").astype(object)
    kind[::7] = None
    table = pd.DataFrame({"size": size, "weight": 2 * size, "kind": pd.Categorical(kind)})
    out = limn.impute.Iterative().fit_transform(table)
    codes = np.asarray(out)[:, 2]
    assert set(np.unique(codes)) <= {0.0, 1.0}
    assert ((codes[::7] == 0) == (size[::7] > 0.3)).mean() > 0.8


def test_forest_beats_the_line_where_things_bend() -> None:
    rng = np.random.default_rng(1)
    t = rng.uniform(-1, 1, 400)
    whole = np.column_stack([t, t**2, rng.normal(size=400)])
    x = whole.copy()
    x[::5, 1] = np.nan
    forest = limn.impute.Forest(random_state=0).fit(x)
    mistakes = [
        np.abs(c.fit_transform(x) - whole)[::5, 1].mean() for c in (forest, limn.impute.Iterative())
    ]
    assert mistakes[0] < 0.2 * mistakes[1]
    assert forest.errors_[1] < 0.2 < 0.9 < forest.errors_[2]
