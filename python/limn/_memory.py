# SPDX-License-Identifier: MIT
"""What an estimator remembers beside its C++ state, as JSON inside the model file."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from . import _beside


def dump(
    n_features: int,
    names: list[str],
    classes: Any,
    output: str,
    start: Any,
    levels: list[list[str]],
    beside: _beside.Memory | None = None,
) -> str:
    return json.dumps(
        {
            "n_features": n_features,
            "names": names,
            "classes": None if classes is None else [classes.dtype.str, classes.tolist()],
            "output": output,
            "start": None if start is None else start.tolist(),
            "levels": levels,
            "beside": beside,
        },
        separators=(",", ":"),
    )


def load(text: bytes) -> tuple[int, list[str], Any, str, Any, list[list[str]], Any]:
    kept = json.loads(text)
    classes = kept["classes"]
    if classes is not None:
        kind = np.dtype(classes[0])
        if kind.kind not in "OUSbiuf":
            raise ValueError("unknown kind of class labels")
        classes = np.array(classes[1], dtype=kind)
    start = kept["start"]
    return (
        int(kept["n_features"]),
        [str(n) for n in kept["names"]],
        classes,
        str(kept["output"]),
        None if start is None else np.array(start, dtype=np.float64),
        [[str(w) for w in words] for words in kept["levels"]],
        _beside.load(kept.get("beside")),
    )
