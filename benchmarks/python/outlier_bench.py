# SPDX-License-Identifier: MIT
"""The outlier detectors beside their peers: quality on the open sets of ADBench, and speed.

    LIMN_DATA_DIR=../shared/data python benchmarks/python/outlier_bench.py accuracy [--seeds 10]
    python benchmarks/python/outlier_bench.py speed [--rows 1000000]

`accuracy` fits and scores in place, without labels, one setting for all sets, and writes
benchmarks/results/outlier_accuracy.md. `speed` runs peer and limn in turn on the same arrays in one
process, least and median of five, and writes benchmarks/results/outlier_speed.md. Peers run when
they are installed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import limn

RESULTS = Path(__file__).parents[1] / "results"
Score = Callable[[np.ndarray, int], np.ndarray]


def contenders() -> dict[str, Score]:
    def ours(name: str) -> Score:
        kind = getattr(limn.outlier, name)
        return lambda x, seed: kind(random_state=seed).fit(x).anomaly_score(x)

    out = {name: ours(name) for name in ("IsolationForest", "Ensemble")}
    try:
        from sklearn.ensemble import IsolationForest
    except ImportError:
        return out
    out["scikit-learn IsolationForest"] = lambda x, seed: (
        -(IsolationForest(random_state=seed).fit(x).score_samples(x))
    )
    return out


def open_sets() -> list[tuple[str, np.ndarray, np.ndarray]]:
    folder = Path(os.environ.get("LIMN_DATA_DIR", "../shared/data")) / "adbench"
    out = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as arrays:
            x = np.ascontiguousarray(arrays["X"], dtype=float)
            out.append((path.stem, x, (arrays["y"] > 0).astype(float)))
    return out


def accuracy(seeds: int, largest: int) -> list[str]:
    runs = contenders()
    lines = ["| set | " + " | ".join(f"{n} AUROC | AUPRC" for n in runs) + " |"]
    lines.append("|---" * (1 + 2 * len(runs)) + "|")
    means: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for title, x, y in open_sets():
        if len(x) > largest:
            continue
        row = title
        for name, run in runs.items():
            scores = [run(x, seed) for seed in range(seeds)]
            roc = float(np.mean([limn.evaluate.auroc(y, s) for s in scores]))
            prc = float(np.mean([limn.evaluate.average_precision(y, s) for s in scores]))
            means[name].append((roc, prc))
            row += f" | {roc:.4f} | {prc:.4f}"
        lines.append(f"| {row} |")
        print(lines[-1], flush=True)
    total = [np.mean(m, axis=0) for m in means.values()]
    lines.append(
        f"| mean of {len(means['Ensemble'])} | "
        + " | ".join(f"{roc:.4f} | {prc:.4f}" for roc, prc in total)
        + " |"
    )
    return lines


def in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[list[float], ...]:
    """Seconds of five runs of each, one after the other."""
    times: tuple[list[float], ...] = ([], [])
    for _ in range(6):
        for call, into in zip((first, second), times, strict=True):
            start = time.perf_counter()
            call()
            into.append(time.perf_counter() - start)
    return tuple(t[1:] for t in times)  # the first round warms up


def row(what: str, threads: int, ours: list[float], theirs: list[float], peer: str) -> str:
    cells = [f"{1e3 * f(t):.4g}" for t in (ours, theirs) for f in (min, statistics.median)]
    ratio = [f(theirs) / f(ours) for f in (min, statistics.median)]
    return (
        f"| {what} | {threads} | {peer} | "
        + " | ".join(cells)
        + (f" | {ratio[0]:.1f}x | {ratio[1]:.1f}x |")
    )


def peers(threads: int) -> dict[str, Callable[[], Any]]:
    out: dict[str, Callable[[], Any]] = {}
    try:
        from sklearn.ensemble import IsolationForest

        out["scikit-learn"] = lambda: IsolationForest(random_state=0, n_jobs=threads)
    except ImportError:
        pass
    try:
        from isotree import IsolationForest as IsoTree

        out["isotree"] = lambda: IsoTree(
            ntrees=100,
            sample_size=256,
            ndim=1,
            missing_action="fail",
            nthreads=threads,
            random_seed=1,
        )
    except ImportError:
        pass
    return out


def scores_of(model: Any, x: np.ndarray) -> np.ndarray:
    ask = getattr(model, "score_samples", None) or model.predict
    return np.asarray(ask(x))


def beside(
    threads: int, peer: str, make: Callable[[], Any], tables: dict[str, np.ndarray]
) -> list[str]:
    lines = []
    for shape, x in tables.items():
        ours = limn.outlier.IsolationForest(random_state=0).fit(x)
        theirs = make().fit(x)
        alike = np.corrcoef(-ours.anomaly_score(x), scores_of(theirs, x))[0, 1]
        assert abs(alike) > 0.5, f"{peer} scores something else: {alike}"

        def fit_ours(x: np.ndarray = x) -> None:
            limn.outlier.IsolationForest(random_state=0).fit(x)

        def fit_theirs(x: np.ndarray = x) -> None:
            make().fit(x)

        def score_ours(x: np.ndarray = x, model: Any = ours) -> None:
            model.anomaly_score(x)

        def score_theirs(x: np.ndarray = x, model: Any = theirs) -> None:
            scores_of(model, x)

        one = np.ascontiguousarray(x[:1], dtype=float)

        def ask_ours(one: np.ndarray = one, model: Any = ours) -> None:
            for _ in range(1000):
                model.anomaly_score(one)

        def ask_theirs(one: np.ndarray = one, model: Any = theirs) -> None:
            for _ in range(20):
                scores_of(model, one)

        lines.append(row(f"fit {shape}", threads, *in_turn(fit_ours, fit_theirs), peer))
        lines.append(row(f"score {shape}", threads, *in_turn(score_ours, score_theirs), peer))
        few, more = in_turn(ask_ours, ask_theirs)
        per_row = [t / 1000 for t in few], [t / 20 for t in more]
        lines.append(row(f"one row of {x.shape[1]}", threads, *per_row, peer))
        print("\n".join(lines[-3:]), flush=True)
    return lines


def speed(rows: int) -> list[str]:
    lines = [
        "| work | threads | peer | limn least ms | median | peer least ms | median | ratio of "
        "leasts | of medians |",
        "|---" * 9 + "|",
    ]
    rng = np.random.default_rng(0)
    tables = {
        f"{n} x {d}": rng.normal(size=(n, d)).astype(np.float32)
        for n, d in ((rows, 16), (rows // 10, 64))
    }
    for threads in (1, 2):
        limn.set_threads(threads)
        for peer, make in peers(threads).items():
            lines += beside(threads, peer, make, tables)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["accuracy", "speed"])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--largest", type=int, default=10**9, help="leave out sets of more rows")
    parser.add_argument("--note", default="", help="what the reader must know about the run")
    given = parser.parse_args()
    warnings.filterwarnings("ignore", message="X does not have valid feature names")
    made = accuracy(given.seeds, given.largest) if given.what == "accuracy" else speed(given.rows)
    command = "python benchmarks/python/outlier_bench.py " + " ".join(
        a for a in sys.argv[1:] if not a.startswith("--note") and a != given.note
    )
    head = [f"# outlier: {given.what}", "", f"`{command}`", ""]
    text = "\n".join([*head, *([given.note, ""] if given.note else []), *made]) + "\n"
    (RESULTS / f"outlier_{given.what}.md").write_text(text)


if __name__ == "__main__":
    main()
