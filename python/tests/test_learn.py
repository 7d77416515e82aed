# SPDX-License-Identifier: MIT
"""Learners through Python, beside scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest

import limn


def table(n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(n, 5)) * [1, 10, 0.1, 1, 1]
    return x, x @ [1, 0.2, -3, 0, 0.5] + rng.normal(size=n)


@pytest.mark.parametrize("alpha", [0.0, 1.0, 100.0])
def test_same_as_ridge(alpha: float) -> None:
    from sklearn.linear_model import Ridge

    x, y = table()
    weights = np.random.default_rng(0).random(len(y))
    for w in (None, weights):
        ours = limn.learn.Ridge(alpha=alpha).fit(x, y, sample_weight=w)
        theirs = Ridge(alpha=alpha).fit(x, y, sample_weight=w)
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-8)
        assert ours.intercept_ == pytest.approx(theirs.intercept_, rel=1e-8)
        np.testing.assert_allclose(ours.predict(x), theirs.predict(x), rtol=1e-8)


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("balanced", [False, True])
def test_same_as_logistic_regression(n_classes: int, balanced: bool) -> None:
    from sklearn.linear_model import LogisticRegression

    x, amount = table()
    y = np.digitize(amount, np.quantile(amount, [0.2, 0.6, 0.9][: n_classes - 1]))
    weight = "balanced" if balanced else None
    theirs = LogisticRegression(class_weight=weight, solver="newton-cholesky", tol=1e-10)
    theirs.fit(x, y)
    ours = limn.learn.LogisticRegression(class_weight=weight or "none", tol=1e-9).fit(x, y)
    np.testing.assert_allclose(ours.predict_proba(x), theirs.predict_proba(x), atol=1e-6)
    np.testing.assert_array_equal(ours.predict(x), theirs.predict(x))
    np.testing.assert_array_equal(ours.classes_, theirs.classes_)


def test_classes_keep_their_names() -> None:
    x, amount = table()
    y = np.where(amount > 0, "buys", "leaves")
    c = limn.learn.LogisticRegression().fit(x, y)
    assert set(c.predict(x)) == {"buys", "leaves"}
    assert list(c.classes_) == ["buys", "leaves"]


def test_the_explanation_adds_up() -> None:
    x, y = table()
    c = limn.learn.Ridge().fit(x, y)
    np.testing.assert_allclose(c.explain(x).sum(axis=1) + y.mean(), c.predict(x))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_same_neighbours_as_scikit_learn(dtype: type) -> None:
    from sklearn.neighbors import NearestNeighbors

    rng = np.random.default_rng(4)
    x = rng.normal(size=(900, 12)).astype(dtype)
    q = rng.normal(size=(70, 12)).astype(dtype)
    theirs = NearestNeighbors(n_neighbors=10, algorithm="kd_tree").fit(x.astype(float))
    ours = limn.learn.Nearest(n_neighbors=10).fit(x)
    for asked, k in ((q, None), (q, 3), (None, None)):
        given = None if asked is None else asked.astype(float)
        wanted = theirs.kneighbors(given, n_neighbors=k)
        distances, indices = ours.kneighbors(asked, n_neighbors=k)
        np.testing.assert_array_equal(indices, wanted[1])
        np.testing.assert_allclose(distances, wanted[0], rtol=1e-12)
    np.testing.assert_array_equal(ours.kneighbors(q, return_distance=False), ours.kneighbors(q)[1])
    np.testing.assert_array_equal(ours.kneighbors(np.asfortranarray(q))[1], ours.kneighbors(q)[1])


def test_nearest_says_what_is_wrong() -> None:
    with pytest.raises(limn.NotFittedError):
        limn.learn.Nearest().kneighbors([[1.0]])
    c = limn.learn.Nearest(n_neighbors=3).fit([[1.0], [2.0], [3.0]])
    assert c.kneighbors([[2.2]])[1].tolist() == [[1, 2, 0]]
    with pytest.raises(limn.DataError, match="at least 4"):
        c.kneighbors()
    with pytest.raises(limn.ParamError):
        c.kneighbors([[1.0]], n_neighbors=0)
    with pytest.raises(limn.ShapeError):
        c.kneighbors([[1.0, 2.0]])
    with pytest.raises(limn.DataError, match="row 0, column 0"):
        c.kneighbors([[np.nan]])


@pytest.mark.parametrize("cls", [limn.learn.Ridge, limn.learn.LogisticRegression])
def test_bad_input(cls: type) -> None:
    x, y = table()
    with pytest.raises(limn.NotFittedError):
        cls().predict(x)
    with pytest.raises(limn.ShapeError):
        cls().fit(x, (y > 0)[:-1])
    x[3, 1] = np.nan
    with pytest.raises(limn.DataError, match="row 3, column 1"):
        cls().fit(x, y > 0)
