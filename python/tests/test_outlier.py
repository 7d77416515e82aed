# SPDX-License-Identifier: MIT
"""The detectors beside scikit-learn's, quality on open data, and the calls its users know."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import limn

FOLDER = Path(os.environ.get("LIMN_DATA_DIR", "")) / "adbench"


def rows() -> np.ndarray:
    x = np.random.default_rng(4).normal(size=(300, 3))
    x[11] = [0.0, 40.0, 0.0]
    return x


def test_the_stranger_and_its_reason() -> None:
    x = rows()
    forest = limn.outlier.IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(x)
    score = forest.anomaly_score(x)
    assert score.argmax() == 11
    assert ((score > 0) & (score < 1)).all()
    reasons = forest.explain(x)
    assert reasons[11].argmax() == 1
    np.testing.assert_allclose(reasons.sum(axis=1), forest.baseline_ + np.log2(score), atol=1e-9)


def test_the_calls_of_scikit_learn() -> None:
    x = rows()
    forest = limn.outlier.IsolationForest(contamination=0.1, random_state=1).fit(x)
    np.testing.assert_array_equal(forest.score_samples(x), -forest.anomaly_score(x))
    labels = forest.predict(x)
    assert set(labels) == {-1, 1}
    assert (labels == -1).sum() == 30
    np.testing.assert_array_equal(forest.decision_function(x) < 0, labels == -1)


def test_gaps_are_understood_or_refused() -> None:
    x = rows()
    x[::5, 0] = np.nan
    assert limn.outlier.IsolationForest(random_state=0).fit(x).anomaly_score(x).argmax() == 11
    with pytest.raises(limn.DataError):
        limn.outlier.IsolationForest(missing="refuse").fit(x)


def clouds(n: int = 400, d: int = 4) -> np.ndarray:
    rng = np.random.default_rng(9)
    x = rng.normal(size=(n, d)) @ rng.normal(size=(d, d))
    x[: n // 10] += 9.0 + rng.normal(size=(n // 10, d))
    return x


DETECTORS = [
    limn.outlier.IsolationForest(random_state=0),
    limn.outlier.Ensemble(random_state=0, n_estimators=20),
    limn.outlier.LocalOutlierFactor(),
    limn.outlier.Nearest(),
    limn.outlier.Mahalanobis(),
    limn.outlier.Cblof(),
    limn.outlier.Ecod(),
    limn.outlier.Hbos(),
    limn.outlier.HalfSpaceTrees(),
]


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: type(d).__name__)
def test_every_detector_sees_the_stranger_and_speaks_scikit_learn(detector: Any) -> None:
    x = rows()
    x[11] = 40.0  # in every column: tails count ranks, one far cell alone says little to them
    score = detector.fit(x).anomaly_score(x)
    assert (score > score[11]).sum() < 5
    np.testing.assert_array_equal(detector.score_samples(x), -score)
    labels = detector.predict(x)
    np.testing.assert_array_equal(labels == -1, score > detector.threshold_)
    np.testing.assert_array_equal(detector.decision_function(x) < 0, labels == -1)
    assert labels[11] == -1
    detector.set_params(contamination=0.1).fit(x)
    assert 10 <= (detector.predict(x) == -1).sum() <= 30  # equal scores stay together
    detector.set_params(contamination=None)
    with pytest.raises(limn.DataError):
        detector.fit(np.full((5, 2), np.inf))
    flat = np.ones((30, 2))
    assert np.isfinite(detector.fit(flat).anomaly_score(flat)).all()


@pytest.mark.parametrize("n_neighbors", [3, 20, 1000])
def test_local_outlier_factor_is_that_of_scikit_learn(n_neighbors: int) -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    x, new = clouds(), clouds(57) + 0.1
    ours = limn.outlier.LocalOutlierFactor(n_neighbors=n_neighbors).fit(x)
    theirs = neighbors.LocalOutlierFactor(min(n_neighbors, 399), novelty=True).fit(x)
    factor = theirs.negative_outlier_factor_
    np.testing.assert_allclose(ours.negative_outlier_factor_, factor, rtol=1e-9)
    np.testing.assert_allclose(ours.score_samples(new), theirs.score_samples(new), rtol=1e-9)
    np.testing.assert_allclose(ours.score_samples(x), factor, rtol=1e-9)


@pytest.mark.parametrize(("method", "at"), [("largest", -1), ("mean", None), ("median", 3)])
def test_nearest_is_the_distance_of_scikit_learn(method: str, at: int | None) -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    x = clouds()
    distance = neighbors.NearestNeighbors(n_neighbors=7).fit(x).kneighbors()[0]
    wanted = distance.mean(axis=1) if at is None else distance[:, at]
    ours = limn.outlier.Nearest(n_neighbors=7, method=method).fit(x).anomaly_score(x)
    np.testing.assert_allclose(ours, wanted, rtol=1e-12)


def test_mahalanobis_is_near_scikit_learns_robust_covariance() -> None:
    covariance = pytest.importorskip("sklearn.covariance")
    x = clouds()
    ours = limn.outlier.Mahalanobis().fit(x)
    theirs = covariance.MinCovDet(random_state=0).fit(x)
    rank = np.corrcoef(
        ours.anomaly_score(x).argsort().argsort(), theirs.mahalanobis(x).argsort().argsort()
    )[0, 1]
    assert rank > 0.99
    assert np.abs(ours.location_ - theirs.location_).max() < 0.2
    assert (ours.anomaly_score(x[:40]) > ours.threshold_).all()


def test_thresholds() -> None:
    score = np.arange(101.0)
    assert limn.outlier.quantile_threshold(score, 0.1) == 90.0
    assert limn.outlier.fence_threshold(score) == 150.0
    usual = np.random.default_rng(0).normal(size=999)
    p = limn.outlier.conformal_p_values(usual, np.random.default_rng(1).normal(size=4000))
    assert 0.03 < (p <= 0.05).mean() < 0.07
    with pytest.raises(limn.ParamError):
        limn.outlier.quantile_threshold(score, 0.7)


def test_weights_windows_and_likeness() -> None:
    x = rows()
    weights = np.zeros(300)
    weights[:100] = 1.0
    forest = limn.outlier.IsolationForest(n_estimators=20, random_state=0)
    part = forest.fit(x, sample_weight=weights).anomaly_score(x)
    np.testing.assert_array_equal(part, forest.fit(x[:100]).anomaly_score(x))
    likeness = forest.proximity(x[:20])
    np.testing.assert_array_equal(np.diag(likeness), 1.0)
    before = forest.anomaly_score(x).mean()
    for _ in range(3):
        forest.partial_fit(x + 50.0)
    assert forest.anomaly_score(x).mean() > before


def test_conformal_line_of_every_detector() -> None:
    rng = np.random.default_rng(5)
    for detector in DETECTORS:
        detector.set_params(threshold="conformal", contamination=0.05)
        shares = [
            (detector.fit(rng.normal(size=(400, 3))).predict(rng.normal(size=(400, 3))) == -1)
            for _ in range(4)
        ]
        assert 0.01 < np.mean(shares) < 0.1, detector
        assert (detector.predict(np.full((1, 3), 60.0)) == -1).all()
        detector.set_params(threshold="automatic", contamination=None)
    usual, score = rng.normal(size=199), rng.normal(size=500)
    p = limn.outlier.conformal_p_values(usual, score)
    line = limn.outlier.conformal_threshold(usual, 0.05)
    np.testing.assert_array_equal(p <= 0.05, score > line)
    with pytest.raises(limn.DataError):
        limn.outlier.LocalOutlierFactor(threshold="conformal").fit(rng.normal(size=(190, 3)))


def mixed(n: int = 500, gaps: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(12)
    x = rng.normal(size=(n, 4)) * [1.0, 30.0, 0.01, 5.0]
    x[:5] *= 8.0
    x[rng.random(x.shape) < gaps] = np.nan
    return x


EXPORTS = [
    {},
    {"missing": "majority"},
    {"scoring": "density", "max_depth": 20},
    {"ndim": 2, "scoring": "adj_depth"},
    {"ndim": 3, "prob_pick_pooled_gain": 1.0, "max_depth": 40, "n_estimators": 30},
]


@pytest.mark.parametrize("options", EXPORTS, ids=str)
def test_sql_gives_the_same_scores_in_a_database(options: dict[str, Any]) -> None:
    duckdb = pytest.importorskip("duckdb")
    pd = pytest.importorskip("pandas")
    users = pd.DataFrame(mixed(300), columns=["spend", "orders", "select", 'odd "name"'])
    options = {"n_estimators": 20, "random_state": 3, **options}
    forest = limn.outlier.IsolationForest(**options).fit(users)
    forest.feedback(users[:3], [-1, 1, 0])
    with duckdb.connect() as database:
        database.register("users", users.assign(id=np.arange(300)))
        got = database.sql(forest.to_sql("users")).df().sort_values("id")
    assert list(got.columns) == [*users.columns, "id", "anomaly_score"]
    np.testing.assert_allclose(got["anomaly_score"], forest.anomaly_score(users), atol=1e-9)
    plain = limn.outlier.IsolationForest().fit(users.to_numpy())
    assert '"spent $"' in plain.to_sql("users", columns=["spent $", *users.columns[1:]])
    for columns in (None, ["one"]):
        with pytest.raises(limn.Error, match="column"):
            plain.to_sql("users", columns)


def mean_length(tree: list[dict[str, Any]], row: np.ndarray, made: dict[str, Any]) -> float:
    """One row down one tree of the JSON, gaps down both sides or with the majority."""

    def fold(z: int) -> int:
        return z ^ z >> 33

    def go(at: int) -> float:
        node = tree[at]
        if "length" in node:
            return float(node["length"])
        columns = node.get("columns", [node.get("column")])
        weights = node.get("weights", [node.get("weight", 1.0)])
        value = sum(w * row[c] for w, c in zip(weights, columns, strict=True))
        left, right = node["left"], node["right"]
        if np.isnan(value):
            n = tree[left]["rows"], tree[right]["rows"]
            if made["missing"] == "majority":
                return go(right if n[1] > n[0] else left)
            return (n[0] * go(left) + n[1] * go(right)) / sum(n)
        if "seed" not in node:
            return go(right if value > node["at"] else left)
        z = int(node["seed"]) << 32 | int(value)
        for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
            z = fold(z) * factor % 2**64
        return go(right if fold(z) & 1 else left)

    return go(0)


@pytest.mark.parametrize("options", [*EXPORTS, {"categorical": [1]}], ids=str)
def test_json_is_the_forest(options: dict[str, Any]) -> None:
    x = mixed(200)
    if "categorical" in options:
        x[:, 1] = np.arange(200) % 7
    options = {"n_estimators": 10, **options}
    forest = limn.outlier.IsolationForest(**options).fit(x)
    made = json.loads(forest.to_json())
    assert (made["format"], made["version"], made["n_features"]) == ("limn.isolation_forest", 1, 4)
    assert made["categorical"] == options.get("categorical", [])
    lengths = [[mean_length(t["nodes"], row, made) for t in made["trees"]] for row in x[:60]]
    mean = np.mean(lengths, axis=1)
    wanted = 1 / (1 + 2**mean) if made["scoring"] == "density" else 2**-mean
    np.testing.assert_allclose(forest.anomaly_score(x[:60]), wanted, rtol=1e-12)


def test_gaps_filled_by_leaves_beat_the_mean() -> None:
    rng = np.random.default_rng(3)
    group = rng.integers(0, 3, 600)
    x = np.column_stack([group * 6.0, group * -4.0, group * 2.0]) + rng.normal(size=(600, 3))
    hole = rng.random(x.shape) < 0.15
    gaps = np.where(hole, np.nan, x)
    forest = limn.outlier.IsolationForest(build_imputer=True, random_state=0)
    full = forest.fit(gaps).impute(gaps)
    np.testing.assert_array_equal(full[~hole], x[~hole])
    mean = np.where(hole, np.nanmean(gaps, axis=0), gaps)
    assert np.square(full - x)[hole].mean() < 0.35 * np.square(mean - x)[hole].mean()
    with pytest.raises(limn.ParamError, match="build_imputer"):
        limn.outlier.IsolationForest().fit(gaps).impute(gaps)


def test_labels_help_to_find_more() -> None:
    """60 questions, always about the strangest row nobody has looked at yet."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2000, 4))
    x[:200] *= 3.0  # strange and not wanted
    x[200:260, :2] += 3.5  # what is looked for
    y = np.ones(2000)
    y[200:260] = -1

    def found(hear: bool) -> int:
        forest = limn.outlier.IsolationForest(random_state=0).fit(x)
        asked: list[int] = []
        for _ in range(60):
            score = forest.anomaly_score(x)
            score[asked] = -1.0
            asked.append(int(score.argmax()))
            if hear:
                forest.feedback(x[asked[-1:]], y[asked[-1:]])
        return int((y[asked] == -1).sum())

    assert found(True) >= found(False) + 10
    with pytest.raises(limn.DataError):
        limn.outlier.IsolationForest().fit(x).feedback(x[:2], [2, 0])


@pytest.mark.parametrize("label", [1, -1])
def test_labels_leave_the_scale_of_the_scores(label: int) -> None:
    x = np.random.default_rng(0).normal(size=(300, 3))
    forest = limn.outlier.IsolationForest(random_state=0).fit(x)
    before = forest.anomaly_score(x)
    told = np.full(30, label)
    after = forest.feedback(x[:30], told).anomaly_score(x)
    assert 10 < (forest.predict(x) == -1).sum() < 150
    ranks = [score.argsort().argsort()[:30].mean() for score in (before, after)]
    assert (ranks[0] - ranks[1]) * label > 0
    for _ in range(100):
        forest.feedback(x[:30], told)
    score = forest.anomaly_score(x)
    assert ((score > 0) & (score < 1)).all()
    assert 10 < (forest.predict(x) == -1).sum() < 150


def n_trees(forest: Any) -> int:
    return len(json.loads(forest.to_json())["trees"])


def test_forests_of_two_seeds_merge_and_old_trees_go() -> None:
    x = rows()
    one = limn.outlier.IsolationForest(random_state=1).fit(x)
    two = limn.outlier.IsolationForest(random_state=2).fit(x)
    score = two.anomaly_score(x)
    assert n_trees(one.merge(two)) == 200
    assert n_trees(one.drop_trees(100)) == 100
    np.testing.assert_array_equal(one.anomaly_score(x), score)
    with pytest.raises(limn.ParamError):
        one.merge(limn.outlier.IsolationForest(max_samples=9).fit(x))
    for n in (100, -1, 1.5):
        with pytest.raises(limn.ParamError, match="'n'"):
            one.drop_trees(n)
    with pytest.raises(limn.NotFittedError):
        limn.outlier.IsolationForest().drop_trees(0)


def test_partial_fit_takes_weights_or_says_no() -> None:
    x = rows()
    weights = np.r_[np.ones(100), np.zeros(200)]
    one, two = (limn.outlier.IsolationForest(random_state=1).fit(x) for _ in range(2))
    score = one.partial_fit(x, sample_weight=weights).anomaly_score(x)
    np.testing.assert_array_equal(score, two.partial_fit(x[:100]).anomaly_score(x))
    with pytest.raises(limn.DataError):
        one.partial_fit(x, sample_weight=-weights)
    with pytest.raises(limn.ShapeError):
        one.partial_fit(x, sample_weight=weights[:9])
    with pytest.raises(limn.ParamError, match="sample_weight"):
        limn.outlier.HalfSpaceTrees().partial_fit(x, sample_weight=weights)


def test_weights_count_in_small_tables() -> None:
    x = rows()[:200]
    forest = limn.outlier.IsolationForest(random_state=0)
    plain = forest.fit(x).anomaly_score(x)
    weights = np.ones(200)
    np.testing.assert_array_equal(forest.fit(x, sample_weight=weights).anomaly_score(x), plain)
    weights[11] = 50.0
    assert forest.fit(x, sample_weight=weights).anomaly_score(x)[11] < plain[11] - 0.1


def auroc(y: np.ndarray, score: np.ndarray) -> float:
    return float(limn.evaluate.auroc(y, score))


@pytest.mark.skipif(
    "LIMN_DATA_DIR" not in os.environ or not FOLDER.is_dir(),
    reason="set LIMN_DATA_DIR to the folder that holds adbench/",
)
def test_mean_auroc_of_open_sets() -> None:
    forest, ensemble = [], []
    for path in sorted(FOLDER.glob("*.npz")):
        with np.load(path) as arrays:
            x, y = np.ascontiguousarray(arrays["X"], dtype=float), arrays["y"] > 0
        model = limn.outlier.IsolationForest(random_state=0).fit(x)
        forest.append(auroc(y, model.anomaly_score(x)))
        if len(x) < 8000:
            both = limn.outlier.Ensemble(random_state=0).fit(x)
            ensemble.append(auroc(y, both.anomaly_score(x)) - forest[-1])
    assert len(forest) == 20
    assert np.mean(forest) >= 0.815
    assert np.mean(ensemble) > 0.015


@pytest.mark.parametrize("shape", [(400, 30), (120, 3000)], ids=str)
def test_sparse_rows_give_the_scores_of_dense_ones(shape: tuple[int, int]) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    rng = np.random.default_rng(2)
    x = np.where(rng.random(shape) < 0.1, rng.normal(size=shape), 0.0)
    x[3, :10] = 9.0
    forest = limn.outlier.IsolationForest(random_state=1, contamination=0.05).fit(x)
    score, labels = forest.anomaly_score(x), forest.predict(x)
    for kind in (sparse.csr_array, sparse.csr_matrix, sparse.csc_array, sparse.coo_array):
        rows = kind(x)
        forest.fit(rows)
        np.testing.assert_array_equal(forest.anomaly_score(rows), score)
        np.testing.assert_array_equal(forest.predict(rows), labels)
        np.testing.assert_array_equal(forest.decision_function(rows) < 0, labels == -1)
    twice = sparse.coo_array((np.full(4, 2.0), ([0, 0, 1, 5], [3, 3, 2, 0])), shape=(6, 4))
    forest.fit(twice)
    np.testing.assert_array_equal(
        forest.anomaly_score(twice), forest.anomaly_score(twice.toarray())
    )
    with pytest.raises(limn.DataError, match="sparse"):
        forest.explain(twice)
    with pytest.raises(limn.DataError, match="sparse"):
        limn.outlier.Ecod().fit(twice)
