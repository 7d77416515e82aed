# SPDX-License-Identifier: MIT
"""The outlier detectors beside their peers: quality on the open sets of ADBench, and speed.

    LIMN_DATA_DIR=../shared/data python benchmarks/python/outlier_bench.py accuracy [--seeds 10]
    LIMN_DATA_DIR=../shared/data python benchmarks/python/outlier_bench.py choice
    python benchmarks/python/outlier_bench.py speed [--rows 1000000]

`accuracy` fits and scores in place, without labels, one setting for all sets. `choice` asks what
the Ensemble is worth on a set whose labels had no part in choosing its members: each set in turn is
left out, the members are chosen on the others, and the one left out is scored. `speed` runs peer
and limn in turn on the same arrays in one process, least and median of five. Each writes its table
below benchmarks/results/. Peers run when they are installed.
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


#: name, how it scores, whether it has a seed, rows it is given at most
Contender = tuple[str, Score, bool, int]


def contenders() -> list[Contender]:
    def ours(name: str, seeded: bool = False, most: int = 10**9) -> Contender:
        kind = getattr(limn.outlier, name)
        if seeded:
            return name, lambda x, s: kind(random_state=s).fit(x).anomaly_score(x), True, most
        return name, lambda x, _: kind().fit(x).anomaly_score(x), False, most

    out = [
        ours("IsolationForest", True),
        ours("Ensemble", True),
        ours("Cblof", True),
        ours("HalfSpaceTrees", True),
        ours("Hbos"),
        ours("Ecod"),
        ours("Mahalanobis", True),
        ours("Nearest", most=50_000),
        ours("LocalOutlierFactor", most=50_000),
    ]
    try:
        from sklearn.ensemble import IsolationForest
    except ImportError:
        return out

    def theirs(x: np.ndarray, seed: int) -> np.ndarray:
        return -np.asarray(IsolationForest(random_state=seed).fit(x).score_samples(x))

    return [*out, ("scikit-learn IsolationForest", theirs, True, 10**9)]


def open_sets() -> list[tuple[str, np.ndarray, np.ndarray]]:
    folder = Path(os.environ.get("LIMN_DATA_DIR", "../shared/data")) / "adbench"
    out = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as arrays:
            x = np.ascontiguousarray(arrays["X"], dtype=float)
            out.append((path.stem, x, (arrays["y"] > 0).astype(float)))
    return out


def qualities(y: np.ndarray, score: np.ndarray) -> tuple[float, float]:
    return float(limn.evaluate.auroc(y, score)), float(limn.evaluate.average_precision(y, score))


def accuracy(seeds: int, few: int, largest: int) -> list[str]:
    runs = contenders()
    found: dict[tuple[str, str], np.ndarray] = {}
    titles = []
    for title, x, y in open_sets():
        if len(x) > largest:
            continue
        titles.append(title)
        for name, run, seeded, most in runs:
            if len(x) > most:
                continue
            count = (seeds if name == "IsolationForest" else few) if seeded else 1
            found[title, name] = np.mean([qualities(y, run(x, s)) for s in range(count)], axis=0)
        print(
            title,
            [f"{found[title, n][0]:.3f}" for n, *_ in runs if (title, n) in found],
            flush=True,
        )
    names = [name for name, *_ in runs]
    lines = [
        f"Mean of {seeds} seeds for IsolationForest, of {few} for the others that have one. A "
        "detector of neighbours is not asked about sets above 50,000 rows; the last line but one "
        "holds the means over the sets all were asked about.",
        "",
        "**The Ensemble's members were chosen by looking at these very sets, with their labels**; "
        "what it is worth on others is estimated in outlier_choice.md.",
    ]
    for which, quality in enumerate(("AUROC", "AUPRC")):
        lines += ["", f"| {quality} | " + " | ".join(names) + " |", "|---" * (1 + len(names)) + "|"]
        for title in titles:
            cells = [f"{found[title, n][which]:.4f}" if (title, n) in found else "-" for n in names]
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
        shared = [t for t in titles if all((t, n) in found for n in names)]
        for label, chosen in (
            (f"mean of {len(shared)}", shared),
            (f"mean of {len(titles)}", titles),
        ):
            cells = []
            for n in names:
                got = [found[t, n][which] for t in chosen if (t, n) in found]
                cells.append(f"{np.mean(got):.4f}" if len(got) == len(chosen) else "-")
            lines.append(f"| **{label}** | " + " | ".join(cells) + " |")
    return lines


def surprise(score: np.ndarray) -> np.ndarray:
    """-log of the share of rows at least as strange, equal ones counted half: as Ensemble."""
    ordered, n = np.sort(score), len(score)
    below, within = (np.searchsorted(ordered, score, side=s) for s in ("left", "right"))
    return np.asarray(-np.log(np.maximum(1.0 - (below + within) / 2.0 / n, 0.5 / n)))


def joined(forests: np.ndarray, left_out: int, apart: list[np.ndarray]) -> np.ndarray:
    """Mean surprise of the forests (m, n) but those that agree least, and of what stands apart."""
    m = len(forests)
    agreement = (np.corrcoef(forests) - np.eye(m)).sum(axis=1) / max(m - 1, 1)
    kept = forests[np.argsort(-agreement, kind="stable")[: m - left_out]]
    return np.asarray(np.concatenate([kept, *(a[None] for a in apart)]).mean(axis=0))


def choice(seeds: int, largest: int) -> list[str]:
    from itertools import combinations

    deep: dict[str, Any] = {"max_depth": 1 << 12}
    fair = {**deep, "ndim": 2, "prob_pick_pooled_gain": 1.0, "n_estimators": 200}
    kinds: list[dict[str, Any]] = [
        {"n_estimators": 200},
        {"n_estimators": 200, "weigh_by_kurtosis": True},
        {**fair, "scoring": "adj_depth"},
        {**fair, "scoring": "density"},
        {**deep, "ndim": 3, "scoring": "density"},
        {**deep, "ndim": 3, "scoring": "density", "max_samples": 1024},
    ]
    designs = [
        (group, out, with_distance)
        for size in range(1, len(kinds) + 1)
        for group in combinations(range(len(kinds)), size)
        for out in range(size // 2 + 1)
        if size - out > 0
        for with_distance in (False, True)
    ]
    tables = [t for t in open_sets() if len(t[1]) <= largest]
    got = np.zeros((len(designs), len(tables), 2))
    for i, (title, x, y) in enumerate(tables):
        for seed in range(seeds):
            members = np.array(
                [
                    surprise(
                        limn.outlier.IsolationForest(**k, random_state=64 * seed + m)
                        .fit(x)
                        .anomaly_score(x)
                    )
                    for m, k in enumerate(kinds)
                ]
            )
            distance = limn.outlier.Mahalanobis(support_fraction=0.75, random_state=64 * seed + 6)
            apart = [surprise(distance.fit(x).anomaly_score(x))]
            for d, (group, out, with_distance) in enumerate(designs):
                score = joined(members[list(group)], out, apart if with_distance else [])
                got[d, i] += np.array(qualities(y, score)) / seeds
        print(title, got[:, i].mean(axis=0), flush=True)
    built_in = designs.index((tuple(range(len(kinds))), 3, True))
    lines = [
        f"{len(designs)} designs: every group of the Ensemble's six kinds of forest, with up to "
        f"half of the group left out by agreement, with the distance and without; {seeds} seeds. A "
        "design is chosen by its mean over the other sets and judged on the one left out. The "
        "kinds themselves were chosen on these sets, which this estimate cannot undo.",
        "",
        "| | AUROC | AUPRC |",
        "|---|---|---|",
    ]

    def line(what: str, values: np.ndarray) -> str:
        return f"| {what} | {values[0]:.4f} | {values[1]:.4f} |"

    lines.append(line("the design of limn.outlier.Ensemble", got[built_in].mean(axis=0)))
    lines.append(
        line("one plain forest of 200 trees", got[designs.index(((0,), 0, False))].mean(axis=0))
    )
    lines.append(line("mean of all designs (a choice by lot)", got.mean(axis=(0, 1))))
    honest = np.zeros((len(tables), 2))
    for i in range(len(tables)):
        rest = np.delete(got, i, axis=1).mean(axis=1)
        for q in range(2):
            honest[i, q] = got[int(rest[:, q].argmax()), i, q]
    lines.append(line("chosen on the other sets, judged on the one left out", honest.mean(axis=0)))
    best = np.array([got[:, :, q].mean(axis=1).max() for q in range(2)])
    lines.append(line("chosen on all sets, judged on the same (too good)", best))
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


#: what limn calls it, what isotree does
KINDS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("", {}, {"ndim": 1, "missing_action": "fail"}),
    ("ndim 2, ", {"ndim": 2}, {"ndim": 2, "missing_action": "fail"}),
    (
        "pooled gain, ",
        {"prob_pick_pooled_gain": 1.0},
        {"ndim": 1, "missing_action": "fail", "prob_pick_pooled_gain": 1.0, "ntry": 1},
    ),
]


def peers(threads: int) -> list[tuple[str, str, dict[str, Any], Callable[[], Any]]]:
    """Peer, what is done, limn's options, and the peer's maker."""
    out: list[tuple[str, str, dict[str, Any], Callable[[], Any]]] = []
    try:
        from sklearn.ensemble import IsolationForest

        out.append(
            ("scikit-learn", "", {}, lambda: IsolationForest(random_state=0, n_jobs=threads))
        )
    except ImportError:
        pass
    try:
        from isotree import IsolationForest as IsoTree
    except ImportError:
        return out
    for what, ours, theirs in KINDS:
        options = {
            "ntrees": 100,
            "sample_size": 256,
            "nthreads": threads,
            "random_seed": 1,
            **theirs,
        }
        out.append(("isotree", what, ours, lambda o=options: IsoTree(**o)))
    return out


def scores_of(model: Any, x: np.ndarray) -> np.ndarray:
    ask = getattr(model, "score_samples", None) or model.predict
    return np.asarray(ask(x))


def beside(
    threads: int,
    peer: str,
    what: str,
    options: dict[str, Any],
    make: Callable[[], Any],
    tables: dict[str, np.ndarray],
) -> list[str]:
    lines = []
    for shape, x in tables.items():
        ours = limn.outlier.IsolationForest(random_state=0, **options).fit(x)
        theirs = make().fit(x)
        alike = np.corrcoef(-ours.anomaly_score(x), scores_of(theirs, x))[0, 1]
        assert abs(alike) > 0.5, f"{peer} scores something else: {alike}"
        one = np.ascontiguousarray(x[:1], dtype=float)

        def fit_ours(x: np.ndarray = x) -> None:
            limn.outlier.IsolationForest(random_state=0, **options).fit(x)

        def fit_theirs(x: np.ndarray = x) -> None:
            make().fit(x)

        def score_ours(x: np.ndarray = x, model: Any = ours) -> None:
            model.anomaly_score(x)

        def score_theirs(x: np.ndarray = x, model: Any = theirs) -> None:
            scores_of(model, x)

        def ask_ours(one: np.ndarray = one, model: Any = ours) -> None:
            for _ in range(1000):
                model.anomaly_score(one)

        def ask_theirs(one: np.ndarray = one, model: Any = theirs) -> None:
            for _ in range(20):
                scores_of(model, one)

        lines.append(row(f"{what}fit {shape}", threads, *in_turn(fit_ours, fit_theirs), peer))
        lines.append(row(f"{what}score {shape}", threads, *in_turn(score_ours, score_theirs), peer))
        if not what:
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
    small = {f"{rows // 10} x 16": tables[f"{rows} x 16"][: rows // 10]}
    for threads in (1, 2):
        limn.set_threads(threads)
        for peer, what, options, make in peers(threads):
            lines += beside(threads, peer, what, options, make, small if what else tables)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["accuracy", "choice", "speed"])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--few", type=int, default=3, help="seeds of all but IsolationForest")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--largest", type=int, default=10**9, help="leave out sets of more rows")
    parser.add_argument("--note", default="", help="what the reader must know about the run")
    given = parser.parse_args()
    warnings.filterwarnings("ignore", message="X does not have valid feature names")
    if given.what == "accuracy":
        made = accuracy(given.seeds, given.few, given.largest)
    elif given.what == "choice":
        made = choice(given.few, given.largest)
    else:
        made = speed(given.rows)
    command = "python benchmarks/python/outlier_bench.py " + " ".join(
        a for a in sys.argv[1:] if not a.startswith("--note") and a != given.note
    )
    head = [f"# outlier: {given.what}", "", f"`{command}`", ""]
    text = "\n".join([*head, *([given.note, ""] if given.note else []), *made]) + "\n"
    (RESULTS / f"outlier_{given.what}.md").write_text(text)


if __name__ == "__main__":
    main()
