# SPDX-License-Identifier: MIT
"""Spanning trees, Genie, HDBSCAN and Ward beside their fastest peers, and how well they segment.

    python benchmarks/python/cluster_trees_bench.py [--rows 100000] [--repeats 5] [--threads 1 2]
    python benchmarks/python/cluster_trees_bench.py --accuracy cluster-tables.csv    # LIMN_DATA_DIR

Peers are quitefastmst, genieclust, hdbscan and scikit-learn; those that are not installed are left
out. Same arrays, one process, alternating; outputs are compared. Writes
benchmarks/results/cluster_trees.md (--accuracy: cluster_accuracy.md).
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parents[1] / "results"


def blobs(n: int, d: int = 8, k: int = 20) -> np.ndarray:
    rng = np.random.default_rng(7)
    centers = 3.0 * rng.normal(size=(k, d))
    return rng.normal(size=(n, d)) + centers[rng.integers(0, k, n)]


def compare(
    title: str,
    ours: Callable[[], Any],
    theirs: Callable[[], Any],
    repeats: int,
    equal: Callable[[Any, Any], str],
) -> None:
    wall: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    out: list[Any] = [None, None]
    for _ in range(repeats):
        for side, call in enumerate((ours, theirs)):
            start, used = time.perf_counter(), time.process_time()
            out[side] = call()
            wall[side].append(time.perf_counter() - start)
            cpu[side].append(time.process_time() - used)
    a, b = min(wall[0]), min(wall[1])
    p, q = statistics.median(wall[0]), statistics.median(wall[1])
    c, d = min(cpu[0]), min(cpu[1])
    print(
        f"| {title} | {a:.3f} ({p:.3f}) | {b:.3f} ({q:.3f}) | {b / a:.2f} ({q / p:.2f}) "
        f"| {c:.3f} / {d:.3f} = {d / c:.2f} | {equal(*out)} |",
        flush=True,
    )


def agreement(left: np.ndarray, right: np.ndarray) -> str:
    from sklearn.metrics import adjusted_rand_score

    noise = f", {((left < 0) != (right < 0)).mean():.2%} of noise apart" if (left < 0).any() else ""
    return f"ARI {adjusted_rand_score(left, right):.6f}{noise}"


def weights(left: Any, right: Any) -> str:
    return f"weight {abs(left / right - 1):.1e} apart"


def run(rows: int, threads: int, repeats: int, ward_rows: int) -> None:
    import limn

    limn.set_threads(threads)
    x = blobs(rows)
    where = f"{rows} x 8, {threads} thread" + ("s" if threads > 1 else "")
    single = limn.cluster.Agglomerative(n_clusters=20, linkage="single")
    genie = limn.cluster.Agglomerative(n_clusters=20, linkage="genie")
    dense = limn.cluster.Hdbscan(min_cluster_size=50, min_samples=10)
    try:
        from quitefastmst import mst_euclid

        compare(
            f"spanning tree with single linkage; quitefastmst, tree alone, {where}",
            lambda: single.fit(x).distances_.sum(),
            lambda: mst_euclid(x, 0)[0].sum(),
            repeats,
            weights,
        )
        compare(
            f"tree of mutual reachability, M = 10, with all of Hdbscan; quitefastmst, tree alone, "
            f"{where}",
            lambda: limn.cluster.Hdbscan(min_cluster_size=50, min_samples=11).fit(x),
            lambda: mst_euclid(x, 10),
            repeats,
            lambda *_: "",
        )
    except ImportError:
        pass
    try:
        from genieclust import Genie

        compare(
            f"Genie, 20 groups; genieclust, {where}",
            lambda: genie.fit(x).labels_,
            lambda: Genie(n_clusters=20, gini_threshold=0.3).fit_predict(x),
            repeats,
            agreement,
        )
    except ImportError:
        pass
    try:
        from hdbscan import HDBSCAN

        # hdbscan does not count the row itself: its 9 neighbours are 10 here. Its default tree is
        # an approximation, heavier than the least one; the second line asks for the exact tree.
        for title, approximate in (("default", True), ("exact tree", False)):
            compare(
                f"Hdbscan; hdbscan, {title}, {where}",
                lambda: dense.fit(x).labels_,
                lambda approximate=approximate: HDBSCAN(
                    min_cluster_size=50,
                    min_samples=9,
                    core_dist_n_jobs=threads,
                    approx_min_span_tree=approximate,
                ).fit_predict(x),
                1,
                agreement,
            )
    except ImportError:
        pass
    if threads == 1 and ward_rows:
        from sklearn.cluster import AgglomerativeClustering

        y = blobs(ward_rows)
        compare(
            f"Ward, 20 groups; scikit-learn, {ward_rows} x 8, 1 thread",
            lambda: limn.cluster.Agglomerative(n_clusters=20).fit(y).labels_,
            lambda: AgglomerativeClustering(20).fit_predict(y),
            1,
            agreement,
        )


def open_sets(
    root: Path, wanted: Container[str]
) -> Iterator[tuple[str, np.ndarray, list[np.ndarray]]]:
    """Centred, divided by one deviation, jittered by 1e-6 of it and narrowed, as published."""
    for data in sorted(root.glob("*/*.data.gz")):
        name = str(data.relative_to(root))[: -len(".data.gz")]
        if name not in wanted:
            continue
        x = np.loadtxt(data, ndmin=2)
        labels = []
        for path in sorted(data.parent.glob(data.name[: -len(".data.gz")] + ".labels*.gz")):
            labels.append(np.loadtxt(path, dtype=int))
        x = x - x.mean(axis=0)
        x = x[:, x.std(axis=0) > 0] / x.std()
        x += np.random.default_rng(123).normal(scale=1e-6, size=x.shape) * x.std()
        yield name, x.astype(np.float32).astype(float), labels


def published(path: str) -> dict[str, dict[str, float]]:
    """Adjusted Rand by set and method, of the sets where every method has one."""
    by_set: dict[str, dict[str, float]] = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["metric"] in ("AR", "ARI"):
                by_set.setdefault(row["dataset"], {})[row["algorithm"]] = float(row["value"])
    most = max(len(methods) for methods in by_set.values())
    return {name: methods for name, methods in by_set.items() if len(methods) == most}


def accuracy(path: str) -> None:
    from sklearn.metrics import adjusted_rand_score

    import limn

    bar = published(path)
    linkages = {"ward": "Ward", "genie": "Genie G=0.3", "single": "Single linkage (Genie G=1.0)"}
    scores: dict[str, list[tuple[float, float]]] = {linkage: [] for linkage in linkages}
    for name, x, references in open_sets(Path(os.environ["LIMN_DATA_DIR"]) / "clustering", bar):
        for linkage, title in linkages.items():
            best = -1.0
            for reference in references:
                known = reference > 0
                model = limn.cluster.Agglomerative(n_clusters=reference.max(), linkage=linkage)
                labels = model.fit(x).labels_
                best = max(best, adjusted_rand_score(reference[known], labels[known]))
            scores[linkage].append((best, bar[name][title]))
            if abs(best - bar[name][title]) > 0.005:
                print(f"{name} {linkage}: {best:.4f}, published {bar[name][title]:.4f}\n")
    print("| linkage | sets | mean adjusted Rand index | published | sets equal within .005 |")
    print("|---|---|---|---|---|")
    for linkage, pairs in scores.items():
        ours, theirs = np.array(pairs).T
        equal = int((abs(ours - theirs) <= 0.005).sum())
        print(f"| {linkage} | {len(pairs)} | {ours.mean():.4f} | {theirs.mean():.4f} | {equal} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--ward-rows", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--accuracy", help="csv of published scores: dataset, algorithm, metric, value"
    )
    parser.add_argument("--alone", action="store_true", help="print, write no file")
    options = parser.parse_args()
    if not options.alone:
        text = subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--alone"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        title = "cluster_accuracy" if options.accuracy else "cluster_trees"
        given = [Path(word).name if "/" in word else word for word in sys.argv[1:]]
        command = "python benchmarks/python/cluster_trees_bench.py " + " ".join(given)
        (RESULTS / f"{title}.md").write_text(f"`{command.strip()}`\n\n{text}")
        print(text, end="")
        return
    if options.accuracy:
        accuracy(options.accuracy)
        return
    print("Seconds: minimum (median). Ratio: peer / limn. Processor time: limn / peer.\n")
    print("| work; peer | limn | peer | ratio | processor time | output |")
    print("|---|---|---|---|---|---|")
    for threads in options.threads:
        for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ[key] = str(threads)
        run(options.rows, threads, options.repeats, options.ward_rows)


if __name__ == "__main__":
    main()
