# SPDX-License-Identifier: MIT
"""KMeans reaches the inertia measured with scikit-learn 1.2.1, best of twenty starts."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import limn

FOLDER = Path(os.environ.get("LIMN_DATA_DIR", "")) / "clustering"


@pytest.mark.skipif(
    "LIMN_DATA_DIR" not in os.environ or not FOLDER.is_dir(),
    reason="set LIMN_DATA_DIR to the folder that holds clustering/",
)
@pytest.mark.parametrize(
    ("name", "k", "expected"),
    [
        ("sipu/unbalance", 8, 2.1449206e11),
        ("sipu/a3", 50, 2.8938446e10),
        ("uci/statlog", 7, 13404408.0),
    ],
)
def test_inertia_of_twenty_starts(name: str, k: int, expected: float) -> None:
    x = np.loadtxt(FOLDER / f"{name}.data.gz")
    model = limn.cluster.KMeans(n_clusters=k, n_init=20, random_state=0).fit(x)
    assert model.inertia_ < 1.005 * expected
