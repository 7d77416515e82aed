# SPDX-License-Identifier: MIT
"""KMeans and GaussianMixture beside scikit-learn and faiss: same rows, same start, same threads,
alternating.

    python benchmarks/python/cluster_bench.py [--rows 1000000] [--repeats 5] [--threads 1 2]
        [--write benchmarks/results/cluster_speed.md]

Least (median) seconds; ratio of the leasts. What is compared at the end is inertia, limn's over the
peer's, or for mixtures the mean log-likelihood of a row of either. faiss runs where it is
installed.
"""

from __future__ import annotations

import argparse
import pathlib
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.cluster import KMeans as Peer
from sklearn.cluster import MiniBatchKMeans, kmeans_plusplus
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

import limn

lines: list[str] = []


def say(line: str) -> None:
    lines.append(line)
    print(line, flush=True)


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    out = call()
    return time.perf_counter() - start, out


def inertias(left: Any, right: Any) -> str:
    return f"{left.inertia_ / right.inertia_:.6f}" if hasattr(right, "inertia_") else ""


def compare(
    title: str,
    ours: Callable[[], Any],
    theirs: Callable[[], Any],
    repeats: int,
    told: Callable[[Any, Any], str] = inertias,
    peer_name: str = "scikit-learn",
) -> None:
    own, peer = [], []
    for _ in range(repeats):
        taken, left = seconds(ours)
        own.append(taken)
        taken, right = seconds(theirs)
        peer.append(taken)
    say(
        f"| {title} | {peer_name} | {min(own):.4f} ({statistics.median(own):.4f}) | "
        f"{min(peer):.4f} ({statistics.median(peer):.4f}) | {min(peer) / min(own):.2f} | "
        f"{told(left, right)} |"
    )


def k_means(x: np.ndarray, k: int, repeats: int) -> None:
    start = x[:k].astype(float)
    same = {"n_clusters": k, "max_iter": 10, "tol": 0.0}
    place = f"{x.shape[0]:,} x {x.shape[1]} {x.dtype.name}, k = {k}"
    ours = limn.cluster.KMeans(init=start, **same)
    theirs = Peer(init=start.astype(x.dtype), n_init=1, **same)
    compare(f"Lloyd, 10 rounds, {place}", lambda: ours.fit(x), lambda: theirs.fit(x), repeats)
    compare(
        f"place, {place}",
        lambda: ours.predict(x),
        lambda: theirs.predict(x),
        repeats,
        lambda a, b: f"{np.mean(a == b):.6f} equal",
    )
    compare(
        f"default, {place}",
        lambda: limn.cluster.KMeans(n_clusters=k, random_state=0).fit(x),
        lambda: Peer(n_clusters=k, n_init=1, random_state=0).fit(x),
        max(1, repeats // 2),
    )
    compare(
        f"k-means++ start and one round; the start alone, {place}",
        lambda: limn.cluster.KMeans(n_clusters=k, max_iter=1, random_state=0).fit(x),
        lambda: kmeans_plusplus(x, k, random_state=0),
        max(1, repeats // 2),
        lambda a, b: "",
    )

    def batches(model: Any) -> Any:
        for i in range(0, len(x), 4096):
            model.partial_fit(x[i : i + 4096])
        return model

    compare(
        f"one epoch of partial_fit by 4,096 rows, {place}",
        lambda: batches(limn.cluster.KMeans(init=start, n_clusters=k)),
        lambda: batches(
            MiniBatchKMeans(n_clusters=k, init=start.astype(x.dtype), n_init=1, random_state=0)
        ),
        repeats,
        lambda a, b: "",
    )
    try:
        import faiss
    except ImportError:
        return
    if x.dtype != np.float32:
        return

    def train() -> Any:
        clustering = faiss.Kmeans(x.shape[1], k, niter=25, seed=0, max_points_per_centroid=10**9)
        clustering.train(x)
        clustering.inertia_ = clustering.obj[-1]
        return clustering

    compare(
        f"default; 25 rounds on all rows, {place}",
        lambda: limn.cluster.KMeans(n_clusters=k, random_state=0).fit(x),
        train,
        max(1, repeats // 2),
        peer_name="faiss",
    )


def mixtures(rows: int, repeats: int) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(rows, 8)) + 4.0 * rng.normal(size=(20, 8))[rng.integers(0, 20, rows)]
    same = {"n_components": 20, "max_iter": 20, "tol": 0.0, "random_state": 0}
    compare(
        f"mixture, full, 20 components, 20 rounds, {rows:,} x 8",
        lambda: limn.cluster.GaussianMixture(**same).fit(x),
        lambda: GaussianMixture(**same).fit(x),
        max(1, repeats // 2),
        lambda a, b: f"{a.lower_bound_:.5f}, {b.lower_bound_:.5f}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # peers told to stop before they have converged say so
    for threads in options.threads:
        limn.set_threads(threads)
        say(f"\n## {threads} thread(s)\n")
        say("| job | peer | limn s | peer s | ratio | limn / peer |")
        say("|---" * 6 + "|")
        with threadpool_limits(threads):
            rng = np.random.default_rng(7)
            centers = 3.0 * rng.normal(size=(64, 32))
            x = rng.normal(size=(options.rows, 32)) + centers[rng.integers(0, 64, options.rows)]
            k_means(x.astype(np.float32), 64, options.repeats)
            mixtures(options.rows // 10, options.repeats)
    if options.write:
        head = ["# KMeans and GaussianMixture beside their peers", ""]
        command = (
            f"`python benchmarks/python/cluster_bench.py --rows {options.rows} --repeats "
            f"{options.repeats}`; least (median) seconds."
        )
        options.write.write_text("\n".join([*head, command, *lines]) + "\n")


if __name__ == "__main__":
    main()
