# SPDX-License-Identifier: MIT
"""IsolationForest beside its peers on the open sets of ADBench: AUROC, fit and score in place.

    LIMN_DATA_DIR=../shared/data python benchmarks/python/outlier_bench.py [--seeds 10]

No labels are used, nothing is tuned. Peers run when they are installed. Times are the least of the
seeds, on one thread, in one process.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import limn

Scores = Callable[[np.ndarray, int], tuple[np.ndarray, float, float]]


def auroc(y: np.ndarray, score: np.ndarray) -> float:
    """Chance that a strange row scores above a usual one; ties count half."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle = counts.cumsum() - (counts - 1) / 2.0
    strange = y > 0
    n_strange, n_usual = strange.sum(), (~strange).sum()
    above = middle[inverse][strange].sum() - n_strange * (n_strange + 1) / 2.0
    return float(above / (n_strange * n_usual))


def timed(make: Callable[[int], Any], ask: str, sign: float) -> Scores:
    def run(x: np.ndarray, seed: int) -> tuple[np.ndarray, float, float]:
        start = time.perf_counter()
        model = make(seed).fit(x)
        middle = time.perf_counter()
        score = sign * getattr(model, ask)(x)
        return score, middle - start, time.perf_counter() - middle

    return run


def contenders() -> dict[str, Scores]:
    out = {
        "limn": timed(lambda s: limn.outlier.IsolationForest(random_state=s), "anomaly_score", 1.0)
    }
    try:
        from sklearn.ensemble import IsolationForest
    except ImportError:
        return out
    out["scikit-learn"] = timed(lambda s: IsolationForest(random_state=s), "score_samples", -1.0)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    seeds = parser.parse_args().seeds
    folder = Path(os.environ.get("LIMN_DATA_DIR", "../shared/data")) / "adbench"
    limn.set_threads(1)
    runs = contenders()
    means: dict[str, list[float]] = {name: [] for name in runs}
    print("| set | " + " | ".join(f"{n} AUROC | fit s | score s" for n in runs) + " |")
    print("|---" * (1 + 3 * len(runs)) + "|")
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as arrays:
            x, y = np.ascontiguousarray(arrays["X"], dtype=float), arrays["y"]
        row = path.stem
        for name, run in runs.items():
            results = [run(x, seed) for seed in range(seeds)]
            mean = float(np.mean([auroc(y, score) for score, _, _ in results]))
            means[name].append(mean)
            row += f" | {mean:.4f} | {min(r[1] for r in results):.4f}"
            row += f" | {min(r[2] for r in results):.4f}"
        print(f"| {row} |", flush=True)
    print("| mean | " + " | ".join(f"{np.mean(m):.4f} | | " for m in means.values()) + " |")


if __name__ == "__main__":
    main()
