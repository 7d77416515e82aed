# SPDX-License-Identifier: MIT
"""KMeans as scikit-learn's users know it."""

from __future__ import annotations

import numpy as np
import pytest

import limn


def blobs() -> np.ndarray:
    rng = np.random.default_rng(3)
    return np.concatenate([rng.normal(c, 0.1, (50, 2)) for c in ((0, 0), (3, 0), (0, 3))])


def test_finds_three_blobs() -> None:
    x = blobs()
    model = limn.cluster.KMeans(
        n_clusters=3, init="k-means++", n_init=1, max_iter=300, tol=1e-4, random_state=0
    ).fit(x)
    assert model.cluster_centers_.shape == (3, 2)
    assert model.labels_.shape == (150,)
    assert len(set(model.labels_[:50])) == 1
    np.testing.assert_array_equal(model.predict(x), model.labels_)
    near = ((x - model.cluster_centers_[model.labels_]) ** 2).sum()
    assert model.inertia_ == pytest.approx(near)
    np.testing.assert_array_equal(model.fit_predict(x), model.labels_)


def test_same_inertia_as_scikit_learn() -> None:
    from sklearn.cluster import KMeans

    x, start = blobs(), blobs()[[0, 60, 120]]
    ours = limn.cluster.KMeans(n_clusters=3, init=start).fit(x)
    theirs = KMeans(n_clusters=3, init=start, n_init=1).fit(x)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-9)
    np.testing.assert_array_equal(ours.labels_, theirs.labels_)


def test_start_is_an_array_everywhere() -> None:
    start = blobs()[[0, 60, 120]]
    model = limn.cluster.KMeans(n_clusters=3, init=start)
    assert model.get_params()["init"] is start
    assert "array (3, 2)" in repr(model)
    with pytest.raises(limn.ShapeError):
        limn.cluster.KMeans(n_clusters=3, init=start[:, :1]).fit(blobs())


def test_float32_is_taken_as_it_is() -> None:
    x = blobs()
    single = limn.cluster.KMeans(n_clusters=3, random_state=0).fit(x.astype(np.float32))
    double = limn.cluster.KMeans(n_clusters=3, random_state=0).fit(x)
    assert single.inertia_ == pytest.approx(double.inertia_, rel=1e-4)


def test_weights_count_as_rows() -> None:
    x = blobs()[::10]
    weights = np.arange(1, len(x) + 1)
    start = x[[0, 6, 12]]
    weighted = limn.cluster.KMeans(n_clusters=3, init=start).fit(x, sample_weight=weights)
    repeated = limn.cluster.KMeans(n_clusters=3, init=start).fit(np.repeat(x, weights, axis=0))
    np.testing.assert_allclose(weighted.cluster_centers_, repeated.cluster_centers_)


def test_frozen_centres_stay() -> None:
    model = limn.cluster.KMeans(n_clusters=3).fit(blobs())
    centres = model.cluster_centers_.copy()
    model.freeze().partial_fit(blobs() + 1)
    np.testing.assert_array_equal(model.cluster_centers_, centres)


def test_segments_get_words() -> None:
    import pandas

    x = pandas.DataFrame(blobs(), columns=["orders", "spend"])
    labels = limn.cluster.KMeans(n_clusters=3, random_state=0).fit_predict(x)
    naming = limn.cluster.Naming().fit(x, labels)
    assert len(naming.texts_) == 3
    assert any("orders" in text or "spend" in text for text in naming.texts_)
    sizes = [d["size"] for d in naming.descriptions_]
    assert sizes == np.bincount(labels).tolist()
    first = naming.descriptions_[0]
    assert first["name"] in naming.texts_[0] and first["name_zh"]
    assert 0 < first["precision"] <= 1 and len(first["features"]) == len(first["lifts"])


def table(n: int = 400, d: int = 4, k: int = 3) -> np.ndarray:
    rng = np.random.default_rng(1)
    mix = rng.normal(size=(k, d, d))
    return np.concatenate(
        [rng.normal(size=(n, d)) @ mix[j] + 4 * rng.normal(size=d) for j in range(k)]
    )


@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical"])
def test_mixture_is_scikit_learns_from_the_same_start(kind: str) -> None:
    from sklearn.mixture import GaussianMixture

    x, k = table(), 3
    labels = limn.cluster.KMeans(n_clusters=k, random_state=0).fit_predict(x)
    parts = [x[labels == j] for j in range(k)]
    spread = np.array([np.cov(part.T, bias=True) for part in parts])
    share = np.array([len(part) / len(x) for part in parts])
    eye = 1e-6 * np.eye(x.shape[1])
    precisions = {
        "full": np.linalg.inv(spread + eye),
        "tied": np.linalg.inv((share[:, None, None] * spread).sum(0) + eye),
        "diag": 1 / (spread.diagonal(axis1=1, axis2=2) + 1e-6),
        "spherical": 1 / (spread.diagonal(axis1=1, axis2=2).mean(1) + 1e-6),
    }[kind]
    theirs = GaussianMixture(
        k,
        covariance_type=kind,
        weights_init=share,
        means_init=np.array([part.mean(0) for part in parts]),
        precisions_init=precisions,
    ).fit(x)
    ours = limn.cluster.GaussianMixture(n_components=k, covariance_type=kind, random_state=0).fit(x)
    assert ours.lower_bound_ == pytest.approx(theirs.lower_bound_, rel=1e-6)
    assert ours.converged_ == theirs.converged_
    assert ours.n_iter_ == theirs.n_iter_
    np.testing.assert_allclose(ours.means_, theirs.means_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(ours.covariances_, theirs.covariances_, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(ours.weights_, theirs.weights_, rtol=1e-6)
    np.testing.assert_allclose(ours.predict_proba(x), theirs.predict_proba(x), atol=1e-6)
    np.testing.assert_allclose(ours.score_samples(x), theirs.score_samples(x), rtol=1e-6)
    assert ours.bic(x) == pytest.approx(theirs.bic(x), rel=1e-6)
    assert ours.aic(x) == pytest.approx(theirs.aic(x), rel=1e-6)
    np.testing.assert_array_equal(ours.labels_, theirs.predict(x))


def test_auto_keeps_what_suits() -> None:
    angle = np.linspace(0, 20 * np.pi, 400)
    rings = (
        np.column_stack([np.cos(angle), np.sin(angle)])
        * np.where(np.arange(400) % 2, 3, 1)[:, None]
    )
    model = limn.cluster.Auto(n_clusters=2, random_state=0).fit(rings)
    assert model.chosen_ == "cluster.agglomerative"
    assert len(set(model.labels_[::2])) == len(set(model.labels_[1::2])) == 1


def people(n: int = 240) -> tuple[np.ndarray, np.ndarray]:
    """Two numbers and two categories by group, and the groups."""
    rng = np.random.default_rng(2)
    group = np.arange(n) % 3
    city = np.where(rng.random(n) < 0.85, group, rng.integers(0, 4, n))
    plan = np.where(rng.random(n) < 0.8, group // 2, 2)
    x = np.column_stack([rng.normal(size=n) + 1.5 * group, rng.normal(size=n), city, plan])
    return x, group


def test_prototypes_count_categories_as_they_are() -> None:
    import pandas
    from sklearn.metrics import adjusted_rand_score

    x, group = people()
    model = limn.cluster.KPrototypes(n_clusters=3, categorical=[2, 3]).fit(x)
    plain = limn.cluster.KMeans(n_clusters=3, random_state=0).fit(x[:, :2])
    assert adjusted_rand_score(group, model.labels_) > adjusted_rand_score(group, plain.labels_)
    np.testing.assert_array_equal(model.predict(x), model.labels_)
    assert model.gamma_ == pytest.approx(0.5 * x[:, :2].var(0).mean())
    near = model.transform(x)[np.arange(len(x)), model.labels_] ** 2
    assert model.inertia_ == pytest.approx(near.sum())
    for j, center in enumerate(model.cluster_centers_):
        own = x[model.labels_ == j]
        np.testing.assert_allclose(center[:2], own[:, :2].mean(0))
        for c in (2, 3):
            values, counts = np.unique(own[:, c], return_counts=True)
            assert center[c] == values[counts.argmax()]

    words = pandas.DataFrame(x[:, :2], columns=["spend", "age"])
    words["city"] = pandas.Categorical.from_codes(x[:, 2].astype(int), list("abcd"))
    words["plan"] = pandas.Categorical.from_codes(x[:, 3].astype(int), ["free", "pro", "old"])
    told = limn.cluster.KPrototypes(n_clusters=3).fit(words)
    np.testing.assert_array_equal(told.labels_, model.labels_)
    np.testing.assert_array_equal(told.predict(words), told.labels_)


def test_prototypes_of_numbers_are_k_means() -> None:
    from sklearn.cluster import KMeans

    x = table()
    ours = limn.cluster.KPrototypes(n_clusters=3).fit(x)
    theirs = KMeans(3, n_init=10, tol=0, random_state=0).fit(x)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-6)


def test_segments_keep_numbers_and_names_over_refits() -> None:
    from scipy.optimize import linear_sum_assignment

    rng = np.random.default_rng(0)
    before, after = rng.integers(-1, 6, 500), rng.integers(-1, 5, 500)
    match = limn.cluster.match_segments(before, after)
    shared = np.array([[((after == i) & (before == j)).sum() for j in range(6)] for i in range(5)])
    rows, columns = linear_sum_assignment(-shared)
    assert match["shared"].sum() == shared[rows, columns].sum()
    np.testing.assert_array_equal(
        match["labels"], np.where(after < 0, after, match["ids"][np.maximum(after, 0)])
    )

    x = blobs()
    old = limn.cluster.KMeans(n_clusters=3, random_state=0).fit_predict(x)
    named = limn.cluster.Naming().fit(x, old)
    again = limn.cluster.KMeans(n_clusters=3, random_state=9).fit_predict(x[::-1])[::-1]
    kept = limn.cluster.match_segments(before=old, after=again)["labels"]
    np.testing.assert_array_equal(kept, old)
    renamed = limn.cluster.Naming(names=["VIP", *named.names_[1:]]).fit(x + 0.01, kept)
    assert renamed.names_ == ["VIP", *named.names_[1:]]
    with pytest.raises(limn.DataError, match="after, row 1"):
        limn.cluster.match_segments([0, 1], [0, 0.5])
