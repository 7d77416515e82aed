# SPDX-License-Identifier: MIT
"""What the contract battery runs over: every class, small inputs, all that a class answers."""

from __future__ import annotations

from typing import Any

import numpy as np

import limn
from limn._files import classes

ALL = sorted(classes().items())
TABLE = [(n, c) for n, c in ALL if c()._facts()["fits_table"]]
LOG = [(n, c) for n, c in ALL if c()._facts()["fits_log"]]
FITTED = [(n, c) for n, c in ALL if hasattr(c, "fit")]  # others learn from one offer at a time
QUESTIONS = ("transform", "predict", "predict_proba", "anomaly_score", "mask", "explain", "embed")

# Short lessons, so that the whole battery stays within seconds.
SHORT = {"width": 8, "layers": 1, "epochs": 1, "max_length": 20}
QUICK: dict[str, dict[str, Any]] = {
    "cluster.kmeans": {"n_clusters": 3},
    "encoder.event_encoder": SHORT,
    "encoder.gru_encoder": SHORT,
    "encoder.conv_encoder": SHORT,
    "outlier.isolation_forest": {"n_estimators": 10},
}


def make(name: str, kind: Any) -> Any:
    if name == "recommend.sequence":
        return kind(encoder=limn.encoder.EventEncoder(**SHORT))
    return kind(**QUICK.get(name, {}))


def table(gaps: bool = False, codes: bool = False, seed: int = 7) -> np.ndarray:
    rng = np.random.default_rng(seed)
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


def near(a: dict[str, Any], b: dict[str, Any], tolerance: float) -> None:
    """Within `tolerance`, relative to the larger of both and 1; gaps and infinities alike."""
    assert a.keys() == b.keys()
    for key in a:
        np.testing.assert_allclose(a[key], b[key], rtol=tolerance, atol=tolerance, err_msg=key)


def given_for(estimator: Any, log: limn.EventLog | None) -> Any:
    facts = estimator._facts()
    if facts["fits_log"]:
        return log
    return table(codes=facts["allows_categories"] and not facts["scores"])


def table_for(kind: Any, seed: int = 7) -> np.ndarray:
    """A table even for those that take logs, too."""
    facts = kind()._facts()
    codes = facts["allows_categories"] and not facts["scores"] and not facts["fits_log"]
    return table(codes=codes, seed=seed)
