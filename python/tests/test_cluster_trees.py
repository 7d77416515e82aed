# SPDX-License-Identifier: MIT
"""Hierarchies, HDBSCAN and rules beside SciPy and scikit-learn."""

from __future__ import annotations

import json

import numpy as np
import pytest

import limn


def table(n: int = 300, d: int = 3, seed: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + 6 * rng.integers(0, 3, (n, 1))


@pytest.mark.parametrize("linkage", ["ward", "average", "complete", "single"])
def test_linkage_is_scipys(linkage: str) -> None:
    from scipy.cluster.hierarchy import fcluster
    from scipy.cluster.hierarchy import linkage as peer
    from sklearn.metrics import adjusted_rand_score

    for x in (table(), table(40, 30)):
        model = limn.cluster.Agglomerative(n_clusters=5, linkage=linkage).fit(x)
        theirs = peer(x, linkage)
        np.testing.assert_allclose(model.distances_, theirs[:, 2], rtol=1e-9)
        np.testing.assert_array_equal(model.children_, theirs[:, :2])
        labels = fcluster(theirs, 5, "maxclust")
        assert adjusted_rand_score(labels, model.labels_) == 1.0
        assert len(set(model.predict(x))) <= 5


def test_spanning_tree_weight_is_scipys() -> None:
    from scipy.sparse.csgraph import minimum_spanning_tree
    from scipy.spatial.distance import pdist, squareform

    for d in (2, 8, 40):
        x = table(400, d)
        model = limn.cluster.Agglomerative(linkage="single").fit(x)
        weight = minimum_spanning_tree(squareform(pdist(x))).sum()
        assert model.distances_.sum() == pytest.approx(weight, rel=1e-9)


@pytest.mark.parametrize("method", ["eom", "leaf"])
def test_hdbscan_is_scikit_learns(method: str) -> None:
    """Of plain distances, which have no ties, to the last bit of every answer."""
    from sklearn.cluster import HDBSCAN
    from sklearn.metrics import adjusted_rand_score

    options = {"min_samples": 1, "cluster_selection_method": method}
    for size in (5, 15):
        for x in (table(), table(500, 2, 9)):
            ours = limn.cluster.Hdbscan(min_cluster_size=size, **options).fit(x)
            theirs = HDBSCAN(min_cluster_size=size, copy=True, **options).fit(x)
            assert adjusted_rand_score(theirs.labels_, ours.labels_) == 1.0
            np.testing.assert_array_equal(ours.labels_ == -1, theirs.labels_ == -1)
            np.testing.assert_allclose(ours.probabilities_, theirs.probabilities_, atol=1e-9)


@pytest.mark.parametrize("method", ["eom", "leaf"])
@pytest.mark.parametrize("samples", [None, 8])
def test_hdbscan_does_not_depend_on_the_order_of_rows(method: str, samples: int | None) -> None:
    """Mutual reachability has ties. scikit-learn's answer changes with the order of the rows where
    they matter; ours never does, and is scikit-learn's where they do not."""
    from sklearn.cluster import HDBSCAN
    from sklearn.metrics import adjusted_rand_score

    def same(left: np.ndarray, right: np.ndarray) -> bool:
        return adjusted_rand_score(left, right) == 1.0 and bool(((left < 0) == (right < 0)).all())

    options = {"min_samples": samples, "cluster_selection_method": method}
    settled = 0
    for size in (5, 15):
        for x in (table(), table(500, 2, 9)):
            ours = limn.cluster.Hdbscan(min_cluster_size=size, **options)
            theirs = HDBSCAN(min_cluster_size=size, copy=True, **options)
            labels, peer = ours.fit_predict(x), theirs.fit_predict(x)
            agree = True
            for seed in range(4):
                order = np.random.default_rng(seed).permutation(len(x))
                assert same(labels[order], ours.fit_predict(x[order]))
                agree &= same(peer[order], theirs.fit_predict(x[order]))
            assert not agree or same(labels, peer)
            settled += agree
    assert settled >= 1


@pytest.mark.parametrize("epsilon", [0.4, 1.0, 3.0])
def test_hdbscan_epsilon_is_scikit_learns(epsilon: float) -> None:
    from sklearn.cluster import HDBSCAN
    from sklearn.metrics import adjusted_rand_score

    for single in (False, True):
        options = {"cluster_selection_epsilon": epsilon, "allow_single_cluster": single}
        x = table(400, 2)
        ours = limn.cluster.Hdbscan(min_cluster_size=8, **options).fit(x)
        theirs = HDBSCAN(min_cluster_size=8, copy=True, **options).fit(x)
        assert adjusted_rand_score(theirs.labels_, ours.labels_) == 1.0


def test_hdbscan_places_new_rows() -> None:
    x = table()
    model = limn.cluster.Hdbscan(min_cluster_size=20).fit(x)
    inside = model.labels_ >= 0
    np.testing.assert_array_equal(model.predict(x)[inside], model.labels_[inside])
    assert model.predict(x[:1] + 100)[0] == -1
    assert model.strength(x).min() >= 0 and model.strength(x).max() <= 1
    assert (limn.cluster.Hdbscan(min_cluster_size=20, noise="nearest").fit_predict(x) >= 0).all()


def test_rules_on_columns_and_events() -> None:
    import pandas

    x = pandas.DataFrame({"age": [20.0, 40.0, np.nan], "visits": [1.0, 5.0, 9.0]})
    rules = limn.cluster.Rules(
        rules=[json.dumps({">": [{"var": "visits"}, 4]}), json.dumps({"missing": ["age"]})],
        names=["busy", "ageless"],
    ).fit(x)
    assert rules.predict(x).tolist() == [-1, 0, 0]
    assert rules.matches(x).tolist() == [[False, False], [True, False], [True, True]]
    assert rules.texts_ == ["busy", "ageless"]
    events = pandas.DataFrame(
        {
            "user": ["a", "a", "b"],
            "item": ["x", "y", "x"],
            "time": pandas.to_datetime(["2024-01-01", "2024-01-09", "2024-01-05"]),
        }
    )
    log = limn.EventLog.from_table(events, user="user", item="item", time="time")
    twice = limn.cluster.Rules(rules=[json.dumps({">=": [{"count": {"within_days": 30}}, 2]})])
    assert twice.fit(log).predict(log).tolist() == [0, -1]
    assert twice.predict(log, as_of="2024-01-09").tolist() == [-1, -1]
    with pytest.raises(limn.ParamError, match="rule 'segment 0', operator 'nad'"):
        limn.cluster.Rules(rules=['{"nad": [1]}']).fit(x)


def test_hierarchy_explains_children_against_siblings() -> None:
    model = limn.cluster.Hierarchy(n_clusters=2, n_children=2).fit(table())
    assert len(model.texts_) == len(set(model.labels_)) == 4
    assert all(" > " in text for text in model.texts_)
