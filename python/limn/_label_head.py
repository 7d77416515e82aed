# SPDX-License-Identifier: MIT
"""Reading a label off the vectors of a fine-tuned encoder."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import DataError, ShapeError, make

Floats = npt.NDArray[np.float32]


class LabelHead:
    """The soft-max that `fine_tune` trained on top of an encoder.

    classes_: the labels, (n_classes,); weights (n_classes, width) and bias (n_classes,) float32.
    """

    def __init__(self, classes: npt.NDArray[Any], weights: Floats, bias: Floats) -> None:
        self.classes_ = classes
        self.weights = weights
        self.bias = bias

    def __repr__(self) -> str:
        return f"LabelHead({len(self.classes_)} classes, width {self.weights.shape[1]})"

    def predict_proba(self, embeddings: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """(n, n_classes), rows sum to 1, for what encoder.embed gives, (n, width).

        Errors: ShapeError on another width."""
        z = np.asarray(embeddings, dtype=np.float64)
        if z.ndim != 2 or z.shape[1] != self.weights.shape[1]:
            raise make(
                ShapeError,
                "LIMN-E021",
                "encoder.label_head",
                "embeddings",
                f"shape {z.shape}",
                f"(n, {self.weights.shape[1]})",
                "pass encoder.embed(log)",
            )
        scores = z @ self.weights.astype(np.float64).T + self.bias
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def predict(self, embeddings: npt.ArrayLike) -> npt.NDArray[Any]:
        """(n,) the label with the largest probability."""
        return np.asarray(self.classes_[self.predict_proba(embeddings).argmax(axis=1)])


def to_codes(labels: Any) -> tuple[npt.NDArray[Any], list[int]]:
    """The classes in order, and a code for each label; -1 for None and NaN."""
    given = np.asarray(labels)
    if given.ndim != 1:
        raise make(
            ShapeError,
            "LIMN-E022",
            "encoder.fine_tune",
            "labels",
            f"{given.ndim} dimensions",
            "one label a user",
            "pass a list or a column",
        )
    known = np.array([value is not None and value == value for value in given.tolist()], dtype=bool)
    try:
        classes, codes = np.unique(given[known], return_inverse=True)
    except TypeError:
        raise make(
            DataError,
            "LIMN-E033",
            "encoder.fine_tune",
            "labels",
            "labels of several kinds",
            "all texts or all numbers",
            "make them one kind",
        ) from None
    out = np.full(len(given), -1)
    out[known] = codes
    return classes, [int(code) for code in out]


def fine_tune(
    encoder: Any, log: Any, labels: Any, epochs: int, frozen_layers: int, learning_rate: float
) -> LabelHead:
    """See the method of the encoders."""
    classes, codes = to_codes(labels)
    return LabelHead(classes, *encoder._fine_tune(log, codes, epochs, frozen_layers, learning_rate))
