# SPDX-License-Identifier: MIT
"""IsolationForest: quality on open data, and the calls scikit-learn's users know."""

from __future__ import annotations

import os
from pathlib import Path

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


@pytest.mark.skipif(
    "LIMN_DATA_DIR" not in os.environ or not FOLDER.is_dir(),
    reason="set LIMN_DATA_DIR to the folder that holds adbench/",
)
def test_mean_auroc_of_twenty_sets() -> None:
    areas = []
    for path in sorted(FOLDER.glob("*.npz")):
        with np.load(path) as arrays:
            x, y = np.ascontiguousarray(arrays["X"], dtype=float), arrays["y"] > 0
        score = limn.outlier.IsolationForest(random_state=0).fit(x).anomaly_score(x)
        _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
        rank = (counts.cumsum() - (counts - 1) / 2.0)[inverse]
        n = y.sum()
        areas.append((rank[y].sum() - n * (n + 1) / 2.0) / (n * (~y).sum()))
    assert len(areas) == 20
    assert np.mean(areas) >= 0.815
