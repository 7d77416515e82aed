# SPDX-License-Identifier: MIT
"""The rarely used sides of a component: text, HTML, pickle, scikit-learn's tags."""

from __future__ import annotations

import html as _html
from typing import Any

import numpy as np


def _changed(estimator: Any) -> dict[str, Any]:
    defaults = {o["name"]: o["default"] for o in estimator._facts()["options"]}
    out = {}
    for key, value in estimator.get_params().items():
        same = not isinstance(value, np.ndarray) and value == defaults[key]
        if not same:
            out[key] = value
    return out


def text(estimator: Any) -> str:
    options = ", ".join(f"{k}={_short(v)}" for k, v in _changed(estimator).items())
    return f"{type(estimator).__name__}({options})"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"<array {value.shape}>"
    return repr(value)


def html(estimator: Any) -> str:
    rows = "".join(
        f"<tr><th style='text-align:left'>{_html.escape(k)}</th>"
        f"<td>{_html.escape(_short(v))}</td></tr>"
        for k, v in estimator.get_params().items()
    )
    state = "fitted" if estimator.__sklearn_is_fitted__() else "not fitted"
    return f"<table><caption>{_html.escape(estimator.component)} ({state})</caption>{rows}</table>"


def reduce(estimator: Any) -> tuple[Any, ...]:
    extra = getattr(estimator, "__dict__", None) or None
    return rebuild, (type(estimator), estimator.get_params(), estimator._dump()), extra


def rebuild(kind: type[Any], options: dict[str, Any], state: bytes) -> Any:
    """The other half of `reduce`."""
    estimator = kind(**options)
    estimator._restore(state)
    return estimator


def tags(estimator: Any) -> Any:
    """Tags of scikit-learn >= 1.6, which is the only one to ask for them."""
    from sklearn.utils import (
        ClassifierTags,
        InputTags,
        RegressorTags,
        Tags,
        TargetTags,
        TransformerTags,
    )

    facts = estimator._facts()
    kind = None
    if facts["needs_labels"] and hasattr(estimator, "predict"):
        kind = "classifier" if facts["classifies"] else "regressor"
    elif facts["groups"]:
        kind = "clusterer"
    elif facts["scores"]:
        kind = "outlier_detector"
    return Tags(
        estimator_type=kind,
        target_tags=TargetTags(required=facts["needs_labels"]),
        transformer_tags=TransformerTags() if hasattr(estimator, "transform") else None,
        classifier_tags=ClassifierTags() if kind == "classifier" else None,
        regressor_tags=RegressorTags() if kind == "regressor" else None,
        input_tags=InputTags(allow_nan=facts["allows_missing"]),
        non_deterministic=False,
    )


def score(estimator: Any, x: Any, y: Any, sample_weight: Any) -> float:
    """Accuracy of a classifier, R squared of a regressor."""
    from ._tables import to_numpy

    truth, answer = to_numpy(y), estimator.predict(x)
    if estimator._facts()["classifies"]:
        return float(np.average(truth == answer, weights=sample_weight))
    middle = np.average(truth, weights=sample_weight)
    left = np.average((truth - answer) ** 2, weights=sample_weight)
    whole = np.average((truth - middle) ** 2, weights=sample_weight)
    return float(1 - left / whole) if whole > 0 else float(left == 0)
