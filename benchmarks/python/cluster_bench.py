# SPDX-License-Identifier: MIT
"""KMeans beside scikit-learn: same rows, same start, same threads, alternating.

    python benchmarks/python/cluster_bench.py [--rows 200000] [--repeats 5]

Prints median seconds and inertia of Lloyd from given centres, of the default start, and of placing
rows.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.cluster import KMeans as Peer
from threadpoolctl import threadpool_limits

import limn


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    out = call()
    return time.perf_counter() - start, out


def compare(title: str, ours: Callable[[], Any], theirs: Callable[[], Any], repeats: int) -> None:
    own, peer = [], []
    for _ in range(repeats):
        taken, left = seconds(ours)
        own.append(taken)
        taken, right = seconds(theirs)
        peer.append(taken)
    a, b = statistics.median(own), statistics.median(peer)
    inertia = getattr(left, "inertia_", float("nan")) / getattr(right, "inertia_", float("nan"))
    print(f"| {title} | {a:.4f} | {b:.4f} | {b / a:.2f} | {inertia:.6f} |", flush=True)


def compare_all(x: np.ndarray, k: int, repeats: int) -> None:
    start = x[:k].astype(float)
    same = {"n_clusters": k, "max_iter": 10, "tol": 0.0}
    place = f"{x.shape[0]} x {x.shape[1]} {x.dtype.name}, k = {k}"
    ours = limn.cluster.KMeans(init=start, **same)
    theirs = Peer(init=start.astype(x.dtype), n_init=1, **same)
    compare(f"Lloyd 10 rounds, {place}", lambda: ours.fit(x), lambda: theirs.fit(x), repeats)
    compare(f"place, {place}", lambda: ours.predict(x), lambda: theirs.predict(x), repeats)
    compare(
        f"default, {place}",
        lambda: limn.cluster.KMeans(n_clusters=k, random_state=0).fit(x),
        lambda: Peer(n_clusters=k, n_init=1, random_state=0).fit(x),
        repeats,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    limn.set_threads(1)
    print("| job | limn s | scikit-learn s | ratio | inertia, limn / scikit-learn |")
    print("|---|---|---|---|---|")
    with threadpool_limits(1):
        for d, k in ((8, 16), (32, 64)):
            rng = np.random.default_rng(7)
            centers = 3.0 * rng.normal(size=(k, d))
            x = rng.normal(size=(options.rows, d)) + centers[rng.integers(0, k, options.rows)]
            compare_all(np.ascontiguousarray(x, dtype=np.float32), k, options.repeats)
            compare_all(x, k, options.repeats)


if __name__ == "__main__":
    main()
