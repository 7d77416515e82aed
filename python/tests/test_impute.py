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
    limn.impute.SoftImpute,
    limn.impute.Multiple,
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


def soft_impute_by_numpy(x: np.ndarray, penalty: float, rounds: int = 4000) -> np.ndarray:
    """Algorithm 1 of Mazumder, Hastie, Tibshirani (2010) by a full decomposition each round."""
    known = ~np.isnan(x)
    low = np.zeros(x.shape)
    for _ in range(rounds):
        u, s, v = np.linalg.svd(np.where(known, x, low), full_matrices=False)
        low = (u * np.maximum(s - penalty, 0)) @ v
    return np.where(known, x, low)


@pytest.mark.parametrize("penalty", [0.1, 0.3, 0.6])
def test_soft_impute_is_the_algorithm_of_the_paper(penalty: float) -> None:
    x = with_gaps(60)
    mean, spread = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    wanted = mean + spread * soft_impute_by_numpy((x - mean) / spread, penalty * np.sqrt(60))
    c = limn.impute.SoftImpute(penalty=penalty, max_iter=4000, tol=1e-9).fit(x)
    out = c.transform(x)
    wanted = np.clip(wanted, np.nanmin(x, axis=0), np.nanmax(x, axis=0))
    np.testing.assert_allclose(out, wanted, atol=2e-4)
    assert (np.diff(c.objective_) <= 1e-9).all()
    one_by_one = np.vstack([c.transform(row[None]) for row in x])
    np.testing.assert_array_equal(one_by_one, out)


def test_soft_impute_chooses_its_penalty() -> None:
    rng = np.random.default_rng(3)
    whole = rng.normal(size=(300, 2)) @ rng.normal(size=(2, 20)) + 0.1 * rng.normal(size=(300, 20))
    x = np.where(rng.random(whole.shape) < 0.3, np.nan, whole)
    c = limn.impute.SoftImpute().fit(x)
    wrong = (c.transform(x) - whole)[np.isnan(x)]
    assert np.sqrt((wrong**2).mean()) < 0.2 * whole.std()
    assert 0 < c.penalty_ < 1
    assert 2 <= c.rank_ < 20
    again = limn.impute.SoftImpute(penalty=c.penalty_).fit(x)
    np.testing.assert_allclose(again.transform(x), c.transform(x), atol=0.02)


def test_pool_is_barnard_rubin() -> None:
    q, u = [0.12182, 0.13209], [0.02121**2, 0.02516**2]
    said = limn.impute.pool(q, u, df_complete=48)
    wanted = {
        "estimate": 0.126955,
        "within": 0.00054144485,
        "between": 5.273645e-05,
        "total": 0.000620549525,
        "increase": 0.1460992288,
        "df": 24.3299719552,
        "fmi": 0.1913263306,
    }
    for key, value in wanted.items():
        assert said[key] == pytest.approx(value, rel=1e-9), key
    assert limn.impute.pool(q, u)["df"] == pytest.approx(61.5387391505)
    several = limn.impute.pool([[a, a] for a in q], [[a, a] for a in u], df_complete=48)
    np.testing.assert_allclose(several["df"], [24.3299719552] * 2)
    with pytest.raises(limn.DataError):
        limn.impute.pool([1.0], [1.0])
    with pytest.raises(limn.DataError):
        limn.impute.pool([1.0, 2.0], [1.0, -1.0])
    with pytest.raises(limn.ShapeError):
        limn.impute.pool([1.0, 2.0], [1.0, 1.0, 1.0])
    with pytest.raises(limn.ParamError, match="rubin"):
        limn.impute.pool(q, u, rule="bayes")


def test_completed_tables_differ_in_gaps_alone() -> None:
    x = with_gaps()
    c = limn.impute.Multiple(n_imputations=4, random_state=1).fit(x)
    tables = c.imputations(x)
    assert len(tables) == 4
    gaps = np.isnan(x)
    for each in tables:
        np.testing.assert_array_equal(each[~gaps], x[~gaps])
        seen = [np.isin(each[gaps[:, j], j], x[:, j]).all() for j in range(x.shape[1])]
        assert all(seen)  # pmm answers with values seen
    assert np.abs(tables[0] - tables[1])[gaps].mean() > 0.01
    np.testing.assert_allclose(c.transform(x), np.mean(tables, axis=0), atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", ["normal", "few values", "skewed", "sorted", "empty", "columns"])
def test_median_of_large_tables(dtype: type, kind: str) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(70_001, 19)).astype(dtype)
    if kind == "few values":
        x = rng.integers(0, 3, size=x.shape).astype(dtype)
    if kind == "skewed":
        x = np.exp(9 * x)
    if kind == "sorted":
        x.sort(axis=0)
    x[rng.random(x.shape) < 0.1] = np.nan
    if kind == "empty":
        x[:, 3] = np.nan
        x[40:, 4] = np.nan
    if kind == "columns":
        x = np.asfortranarray(x)
    with np.errstate(all="ignore"):
        wanted = np.nan_to_num(np.array([np.nanmedian(c) if (c == c).any() else 0 for c in x.T]))
    c = limn.impute.Median().fit(x)
    np.testing.assert_array_equal(np.asarray(c.statistics_, dtype), wanted.astype(dtype))
    np.testing.assert_array_equal(c.transform(x), np.where(np.isnan(x), wanted.astype(dtype), x))
    x[69_000, 2] = np.inf
    with pytest.raises(limn.DataError, match=r"row 69000, column 2"):
        limn.impute.Median().fit(x)
    with pytest.raises(limn.DataError, match=r"row 69000, column 2"):
        c.transform(x)


def test_too_little_memory_is_a_limit_error() -> None:
    """What a table of 1e6 x 200 meets on a small machine, at a hundredth of the size."""
    import subprocess
    import sys

    pytest.importorskip("resource")
    program = """
import resource, sys
import numpy as np
import limn
x = np.random.default_rng(0).normal(size=(10_000, 200))
x[::3, ::7] = np.nan
small = x[:300]
cls = getattr(limn.impute, sys.argv[1])
cls().fit(small).transform(small)  # threads and libraries are there
with open("/proc/self/statm") as file:
    now = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + int(sys.argv[2]) * 2**20, resource.RLIM_INFINITY))
try:
    cls().fit(x).transform(x[:50])
except limn.LimitError as error:
    print("LimitError", "fix" in str(error) or "sample" in str(error))
else:
    print("finished")
"""
    for name in ("Knn", "Iterative", "SoftImpute", "Median"):
        said = [
            subprocess.run(
                [sys.executable, "-c", program, name, str(room)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()[0]
            for room in (4, 4000)
        ]
        assert said[1] == "finished"
        assert said[0] in ("LimitError", "finished")
        if name != "Median":
            assert said[0] == "LimitError"
