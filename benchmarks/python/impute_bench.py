# SPDX-License-Identifier: MIT
"""Imputers on eleven open tables and beside scikit-learn's: error, then speed.

    LIMN_DATA_DIR=../shared/data python benchmarks/python/impute_bench.py WHAT [--out FILE]

WHAT is accuracy or speed.

Error: tables scaled to [0, 1], 30 % of the cells hidden by portable masks (splitmix64), root mean
squared error over hidden cells, mean of the seeds. Speed: 20,000 x 20 with a tenth of the cells
hidden; limn and the peer alternate in one process on the same array; ratio of medians.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import limn

TABLES = [
    "airfoil",
    "breast",
    "california_full",
    "climate",
    "compression",
    "diabetes",
    "letter",
    "spam",
    "wine_red",
    "wine_white",
    "yeast",
]
STEP = {"california_full": 5, "letter": 5, "spam": 2, "wine_white": 2}
GOLDEN = 0x9E3779B97F4A7C15
Imputer = Callable[[np.ndarray], np.ndarray]


def table(name: str) -> np.ndarray:
    path = Path(os.environ["LIMN_DATA_DIR"]) / "impute" / f"{name}.csv"
    with path.open(newline="") as file:
        head, *rows = csv.reader(file)
    keep = [i for i, column in enumerate(head) if column != "ocean_proximity"]
    numbers = [[row[i] for i in keep] for row in rows]
    x = np.array([row for row in numbers if all(row)], dtype=float)[:: STEP.get(name, 1)]
    low, high = x.min(0), x.max(0)
    return (x - low) / np.where(high > low, high - low, 1)


def uniform(seed: int, n: int) -> np.ndarray:
    z = np.uint64(seed * GOLDEN % 2**64) + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        z ^= z >> np.uint64(shift)
        z *= np.uint64(factor)
    z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(float) * 2.0**-53


def mcar(x: np.ndarray, seed: int, p: float = 0.3) -> np.ndarray:
    return (uniform(1000 + seed, x.size) < p).reshape(x.shape)


def mar(x: np.ndarray, seed: int, p: float = 0.3) -> np.ndarray:
    seen, hidden = np.arange(0, x.shape[1], 2), np.arange(1, x.shape[1], 2)
    weights = 2 * uniform(2000 + seed, len(seen) * len(hidden)) - 1
    spread = x[:, seen].std(0)
    z = (x[:, seen] - x[:, seen].mean(0)) / np.where(spread > 0, spread, 1)
    logits = z @ weights.reshape(len(seen), len(hidden))
    logits /= np.where(logits.std(0) > 0, logits.std(0), 1)
    u = uniform(3000 + seed, len(x) * len(hidden)).reshape(len(x), len(hidden))
    mask = np.zeros(x.shape, dtype=bool)
    for k, column in enumerate(hidden):
        low, high = -50.0, 50.0
        for _ in range(100):
            middle = (low + high) / 2
            share = (1 / (1 + np.exp(-(logits[:, k] + middle)))).mean()
            low, high = (middle, high) if share < p else (low, middle)
        mask[:, column] = u[:, k] < 1 / (1 + np.exp(-(logits[:, k] + low)))
    return mask


def imputers() -> dict[str, Imputer]:
    room = limn.impute
    out: dict[str, Imputer] = {
        "Mean": lambda x: room.Mean().fit_transform(x),
        "Median": lambda x: room.Median().fit_transform(x),
        "Knn 5": lambda x: room.Knn(n_neighbors=5).fit_transform(x),
        "Knn 10 distance": lambda x: room.Knn(n_neighbors=10, weights="distance").fit_transform(x),
        "Iterative": lambda x: room.Iterative(max_iter=20).fit_transform(x),
        "Forest": lambda x: room.Forest(random_state=0).fit_transform(x),
    }
    if hasattr(room, "SoftImpute"):
        out["SoftImpute"] = lambda x: room.SoftImpute().fit_transform(x)
    return out


def accuracy(seeds: int, tables: list[str]) -> list[str]:
    lines = []
    contenders = imputers()
    for title, mask in (("MCAR 0.3", mcar), ("MAR 0.3", mar)):
        lines += [
            f"| {title} | " + " | ".join(contenders) + " |",
            "|---" * (len(contenders) + 1) + "|",
        ]
        errors = []
        for name in tables:
            whole, row = table(name), []
            for impute in contenders.values():
                each = []
                for seed in range(seeds):
                    hidden = mask(whole, seed)
                    out = impute(np.where(hidden, np.nan, whole))
                    each.append(np.sqrt(((out - whole)[hidden] ** 2).mean()))
                row.append(float(np.mean(each)))
            errors.append(row)
            lines.append(f"| {name} | " + " | ".join(f"{e:.4f}" for e in row) + " |")
        mean = np.mean(errors, axis=0)
        lines += ["| mean | " + " | ".join(f"{e:.4f}" for e in mean) + " |", ""]
    return lines


def speed(repeats: int, threads: int) -> list[str]:
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer, KNNImputer

    rng = np.random.default_rng(0)
    whole = rng.normal(size=(20_000, 6)) @ rng.normal(size=(6, 20))
    whole += 0.5 * rng.normal(size=whole.shape)
    hidden = rng.random(whole.shape) < 0.1
    x = np.where(hidden, np.nan, whole)
    pairs = {
        "Knn": (limn.impute.Knn(), KNNImputer()),
        "Iterative, 10 rounds": (
            limn.impute.Iterative(tol=0.0),
            IterativeImputer(max_iter=10, tol=0.0),
        ),
    }
    lines = [
        f"| {threads} thread(s) | limn s, min / median | scikit-learn s | ratio | RMSE |",
        "|---|---|---|---|---|",
    ]
    limn.set_threads(threads)
    for title, both in pairs.items():
        taken: tuple[list[float], list[float]] = ([], [])
        errors = [0.0, 0.0]
        for _ in range(repeats):
            for i, imputer in enumerate(both):
                start = time.perf_counter()
                with threadpool_limits(threads):
                    out = imputer.fit_transform(x)
                taken[i].append(time.perf_counter() - start)
                errors[i] = float(np.sqrt(((out - whole)[hidden] ** 2).mean()))
        own, peer = (f"{min(t):.3f} / {statistics.median(t):.3f}" for t in taken)
        ratio = statistics.median(taken[1]) / statistics.median(taken[0])
        lines.append(
            f"| {title} | {own} | {peer} | {ratio:.1f} | {errors[0]:.4f}, {errors[1]:.4f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["accuracy", "speed"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tables", nargs="+", default=TABLES)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.what == "accuracy":
        lines = accuracy(options.seeds, options.tables)
    else:
        lines = speed(options.repeats, options.threads)
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
