# SPDX-License-Identifier: MIT
"""Exact nearest rows beside faiss and scikit-learn: same rows, same threads, alternating.

    python benchmarks/python/nearest_bench.py [--rows 1000000] [--columns 64] [--repeats 5]
        [--write benchmarks/results/nearest_speed.md]

faiss runs in its best setting for each question: products of blocks for many queries
(distance_compute_blas_threshold 20), its plain scan for one. Neighbours are compared in the run:
rows may differ only where faiss's rounding turns two of equal distance.
"""

from __future__ import annotations

import argparse
import pathlib
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import faiss
import numpy as np

import limn


def alternate(calls: list[Callable[[], Any]], repeats: int) -> tuple[list[list[float]], list[Any]]:
    taken: list[list[float]] = [[] for _ in calls]
    answers: list[Any] = [call() for call in calls]
    for _ in range(repeats):
        for times, call in zip(taken, calls, strict=True):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return taken, answers


def limits(x: np.ndarray) -> tuple[float, float]:
    """fp32 GF/s of numpy's product and GB/s of a plain sum, in this process, one thread."""
    a = np.ones((1024, 1024), np.float32)
    start = time.perf_counter()
    for _ in range(8):
        a @ a
    flops = 8 * 2 * 1024**3 / (time.perf_counter() - start) / 1e9
    start = time.perf_counter()
    x.max()
    return flops, x.nbytes / (time.perf_counter() - start) / 1e9


def check(ours: tuple[np.ndarray, np.ndarray], theirs: tuple[np.ndarray, np.ndarray]) -> None:
    np.testing.assert_allclose(ours[0], np.sqrt(np.maximum(theirs[0], 0)), rtol=2e-3, atol=1e-3)
    same = float((ours[1] == theirs[1]).mean())
    assert same > 0.99, f"only {same:.3f} of the neighbours agree"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    x = rng.normal(size=(options.rows, options.columns)).astype(np.float32)
    q = rng.normal(size=(1000, options.columns)).astype(np.float32)
    ours = limn.learn.Nearest(n_neighbors=10).fit(x)
    index = faiss.IndexFlatL2(options.columns)
    index.add(x)
    lines = [
        "# Exact nearest rows: limn beside faiss",
        "",
        f"`python {' '.join(sys.argv)}`: {options.rows:,} x {options.columns} float32, 10 "
        f"neighbours, faiss {faiss.__version__}, minimum (median) of {options.repeats} alternating "
        "runs in one process; ratio of the minima. Limit: fp32 rate of a product of numpy, or "
        "bytes a second of a plain pass, in the same run on one thread.",
        "",
        "| question | threads | limn s | faiss s | ratio | limn, share of the limit |",
        "|---|---|---|---|---|---|",
    ]
    flops, bandwidth = limits(x)
    for threads in (1, 2):
        limn.set_threads(threads)
        faiss.omp_set_num_threads(threads)
        for title, asked, repeats in (
            ("1,000 queries", q, options.repeats),
            ("one query", q[:1], 6 * options.repeats),
        ):
            threshold = 20 if len(asked) > 1 else 128_000
            faiss.cvar.distance_compute_blas_threshold = threshold
            taken, answers = alternate(
                [lambda a=asked: ours.kneighbors(a), lambda a=asked: index.search(a, 10)], repeats
            )
            check(*answers)
            low = [min(t) for t in taken]
            mid = [statistics.median(t) for t in taken]
            share = (
                2 * len(asked) * x.size / low[0] / 1e9 / flops / threads
                if len(asked) > 1
                else x.nbytes / low[0] / 1e9 / bandwidth
            )
            lines.append(
                f"| {title} | {threads} | {low[0]:.4f} ({mid[0]:.4f}) | {low[1]:.4f} ({mid[1]:.4f})"
                f" | {low[1] / low[0]:.2f} | {share:.0%} |"
            )
            print(lines[-1], flush=True)
    lines += ["", f"Limits seen: {flops:.0f} GF/s, {bandwidth:.1f} GB/s."]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
