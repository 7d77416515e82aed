# SPDX-License-Identifier: MIT
"""Imputers on eleven open tables and beside their peers: error, then speed.

    LIMN_DATA_DIR=../shared/data python benchmarks/python/impute_bench.py accuracy --keep
    python benchmarks/python/impute_bench.py speed --keep [--threads 1]
    LIMN_DATA_DIR=../shared/data python benchmarks/python/impute_bench.py forest --keep

`--keep` writes the tables to benchmarks/results: impute_accuracy.md and impute_speed.md.
`accuracy`: tables scaled to [0, 1], 30 % of the cells hidden by portable masks (splitmix64), root
mean squared error over hidden cells, mean of the seeds. `speed`: limn and the peer alternate in
one process on the same array; ratios of the least and of the median times. `forest` does the same
once for Forest and scikit-learn's round-robin imputer with forests of 100 trees: minutes.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import sys
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
RESULTS = Path(__file__).parents[1] / "results"
# Mean RMSE of the eleven tables by the same masks, MCAR and MAR: scikit-learn 1.2.1, and a
# soft-thresholded SVD with its penalty chosen on a tenth of the cells.
BARS = {
    "Mean": ("0.1823", "0.1857"),
    "Median": ("0.1941", "0.2009"),
    "Knn 5": ("0.1631", "0.1379"),
    "Knn 10 distance": ("0.1690", "0.1327"),
    "Iterative": ("0.1570", "0.1420"),
    "SoftImpute": ("0.1506", "0.1482"),
    "Forest": ("0.1356", "0.1214"),
}
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
    return {
        "Mean": lambda x: room.Mean().fit_transform(x),
        "Median": lambda x: room.Median().fit_transform(x),
        "Knn 5": lambda x: room.Knn(n_neighbors=5).fit_transform(x),
        "Knn 10 distance": lambda x: room.Knn(n_neighbors=10, weights="distance").fit_transform(x),
        "Iterative": lambda x: room.Iterative(max_iter=20).fit_transform(x),
        "SoftImpute": lambda x: room.SoftImpute().fit_transform(x),
        "Forest": lambda x: room.Forest(random_state=0).fit_transform(x),
        "Multiple": lambda x: room.Multiple(random_state=0).fit_transform(x),
    }


def line(name: str, cells: list[str]) -> str:
    return "| " + " | ".join([name, *cells]) + " |"


def accuracy(seeds: int, tables: list[str]) -> list[str]:
    lines = []
    contenders = imputers()
    seconds = dict.fromkeys(contenders, 0.0)
    for k, (title, mask) in enumerate((("MCAR 0.3", mcar), ("MAR 0.3", mar))):
        lines += [line(title, list(contenders)), "|---" * (len(contenders) + 1) + "|"]
        errors = []
        for name in tables:
            whole, row = table(name), []
            for title, impute in contenders.items():
                each = []
                for seed in range(seeds):
                    hidden = mask(whole, seed)
                    start = time.process_time()
                    out = impute(np.where(hidden, np.nan, whole))
                    seconds[title] += time.process_time() - start
                    each.append(np.sqrt(((out - whole)[hidden] ** 2).mean()))
                row.append(float(np.mean(each)))
            errors.append(row)
            lines.append(line(name, [f"{e:.4f}" for e in row]))
        mean = np.mean(errors, axis=0)
        lines.append(line("**mean**", [f"**{e:.4f}**" for e in mean]))
        if tables == TABLES:
            bars = [BARS[title][k] if title in BARS else "" for title in contenders]
            lines.append(line("bar", bars))
        lines.append("")
    calls = 2 * seeds * len(tables)
    each = ", ".join(f"{title} {s / calls:.3f}" for title, s in seconds.items())
    return [*lines, f"Processor seconds a call, fit and transform together, mean: {each}.", ""]


def compare(own: Callable[[], np.ndarray], peer: Callable[[], np.ndarray], repeats: int) -> tuple:
    """Times of both, in turn, and what each said last."""
    taken: tuple[list[float], list[float]] = ([], [])
    said = [np.empty(0), np.empty(0)]
    for _ in range(repeats):
        for i, run in enumerate((own, peer)):
            start = time.perf_counter()
            said[i] = run()
            taken[i].append(time.perf_counter() - start)
    return taken, said


def timing(title: str, taken: tuple[list[float], list[float]], check: str) -> str:
    own, peer = (f"{min(t):.3f} / {statistics.median(t):.3f}" for t in taken)
    ratio = statistics.median(taken[1]) / statistics.median(taken[0])
    least = min(taken[1]) / min(taken[0])
    return line(title, [own, peer, f"{least:.1f} / {ratio:.1f}", check])


def rmse(out: np.ndarray, whole: np.ndarray, hidden: np.ndarray) -> float:
    return float(np.sqrt(((out - whole)[hidden] ** 2).mean()))


def head(title: str) -> list[str]:
    return [
        line(title, ["limn s", "peer s", "ratio", "checked"]),
        "|---" * 5 + "|",
    ]


def speed(repeats: int, threads: int) -> list[str]:
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer, KNNImputer

    rng = np.random.default_rng(0)
    whole = rng.normal(size=(20_000, 6)) @ rng.normal(size=(6, 20))
    whole += 0.5 * rng.normal(size=whole.shape)
    hidden = rng.random(whole.shape) < 0.1
    x = np.where(hidden, np.nan, whole)
    limn.set_threads(threads)
    lines = head(f"{threads} thread(s), least / median of {repeats}")
    with threadpool_limits(threads):
        for title, own, peer in (
            ("Knn, 20,000 x 20; KNNImputer", limn.impute.Knn(), KNNImputer()),
            (
                "Iterative, 10 rounds, 20,000 x 20; IterativeImputer",
                limn.impute.Iterative(tol=0.0),
                IterativeImputer(max_iter=10, tol=0.0),
            ),
        ):
            taken, said = compare(
                lambda own=own: own.fit_transform(x), lambda p=peer: p.fit_transform(x), repeats
            )
            errors = [rmse(out, whole, hidden) for out in said]
            check = f"RMSE {errors[0]:.4f}, {errors[1]:.4f}"
            lines.append(timing(title, taken, check))
        wide = rng.normal(size=(1_000_000, 32)).astype(np.float32)
        wide[rng.random(wide.shape) < 0.05] = np.nan

        def by_numpy() -> np.ndarray:
            return np.where(np.isnan(wide), np.nanmedian(wide, axis=0), wide)

        taken, said = compare(lambda: limn.impute.Median().fit_transform(wide), by_numpy, repeats)
        same = "equal" if np.array_equal(said[0], said[1]) else "NOT EQUAL"
        lines.append(timing("Median, 1e6 x 32 float32; numpy nanmedian and where", taken, same))
    return [*lines, ""]


def forest(tables: list[str], threads: int) -> list[str]:
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    limn.set_threads(threads)
    lines = head(f"Forest, {threads} thread(s), MCAR 0.3, one run")
    total = [0.0, 0.0]
    for name in tables:
        whole = table(name)
        hidden = mcar(whole, 0)
        x = np.where(hidden, np.nan, whole)
        peer = IterativeImputer(
            RandomForestRegressor(100, max_features="sqrt", n_jobs=threads, random_state=0),
            max_iter=5,
            random_state=0,
        )
        with threadpool_limits(threads):
            taken, said = compare(
                lambda x=x: limn.impute.Forest(random_state=0).fit_transform(x),
                lambda peer=peer, x=x: peer.fit_transform(x),
                1,
            )
        errors = [rmse(out, whole, hidden) for out in said]
        total = [total[0] + taken[0][0], total[1] + taken[1][0]]
        lines.append(timing(name, taken, f"RMSE {errors[0]:.4f}, {errors[1]:.4f}"))
    lines.append(
        line("all", [f"{total[0]:.2f}", f"{total[1]:.2f}", f"{total[1] / total[0]:.1f}", ""])
    )
    return [*lines, ""]


def keep(file: str, title: str, lines: list[str], mark: str, command: str) -> None:
    """Writes a section of a results file; one with the same first words is replaced."""
    path = RESULTS / file
    sections = (
        path.read_text(encoding="utf-8").split("\n## ") if path.exists() else [f"# {title}\n"]
    )
    kept = [sections[0], *(each for each in sections[1:] if not each.startswith(mark))]
    text = f"{mark}\n\n" + "\n".join(lines) + f"\n```\n{command}\n```\n"
    path.write_text("\n## ".join([each.rstrip("\n") + "\n" for each in [*kept, text]]), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["accuracy", "speed", "forest"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tables", nargs="+", default=TABLES)
    parser.add_argument("--keep", action="store_true", help="write benchmarks/results")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    file, title = "impute_speed.md", "The imputers beside their peers: speed"
    mark = f"{options.what}, {options.threads} thread(s)"
    if options.what == "accuracy":
        lines = accuracy(options.seeds, options.tables)
        file, title = "impute_accuracy.md", "The imputers on eleven open tables: error"
        mark = "RMSE over hidden cells"
    elif options.what == "speed":
        lines = speed(options.repeats, options.threads)
    else:
        lines = forest(options.tables, options.threads)
    print("\n".join(lines))
    if options.keep:
        command = "python benchmarks/python/impute_bench.py " + " ".join(sys.argv[1:])
        if options.what != "speed":
            command = "LIMN_DATA_DIR=../shared/data " + command
        keep(file, title, lines, mark, command)


if __name__ == "__main__":
    main()
