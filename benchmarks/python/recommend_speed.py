# SPDX-License-Identifier: MIT
"""Speed of the recommenders on MovieLens-1M, beside SciPy (EASE) and implicit (ALS).

    LIMN_DATA_DIR=... python benchmarks/python/recommend_speed.py [--threads 2] [--repeats 5]

Same arrays, same threads, limn and the peer alternating in one process; minimum (median) of the
repeats, ratio of the minima. Outputs are compared in the run. The peer's EASE is its fastest way:
sparse X'X, then potrf and potri in float32. Writes benchmarks/results/recommend_speed.md; without
implicit its rows are left out.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse
from recommend_bench import read, to_log

import limn

RESULT = pathlib.Path(__file__).resolve().parents[1] / "results" / "recommend_speed.md"


def alternate(calls: list[Callable[[], Any]], repeats: int) -> tuple[list[list[float]], list[Any]]:
    taken: list[list[float]] = [[] for _ in calls]
    answers: list[Any] = [call() for call in calls]
    for _ in range(repeats):
        for times, call in zip(taken, calls, strict=True):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return taken, answers


def shown(times: list[float]) -> str:
    return f"{min(times):.3f} ({statistics.median(times):.3f})"


def versus(title: str, taken: list[list[float]], peer: str, goal: str) -> str:
    ratio = min(taken[1]) / min(taken[0])
    return f"| {title} | {shown(taken[0])} | {peer} {shown(taken[1])} | {ratio:.2f} | {goal} |"


def peer_ease(x: scipy.sparse.csr_matrix, l2: float) -> np.ndarray:
    gram = (x.T @ x).toarray().astype(np.float32, order="F")
    gram[np.diag_indices_from(gram)] += l2
    factor, _ = scipy.linalg.lapack.spotrf(gram, lower=1, overwrite_a=1, clean=0)
    inverse, _ = scipy.linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return weights


def als_loss(
    x: scipy.sparse.csr_matrix, users: Any, items: Any, alpha: float, ridge: float
) -> float:
    users, items = np.asarray(users, float), np.asarray(items, float)
    entries = x.tocoo()
    said = np.einsum("ij,ij->i", users[entries.row], items[entries.col])
    all_pairs = ((users.T @ users) * (items.T @ items)).sum()
    taken = ((1 + alpha * entries.data) * (1 - said) ** 2 - said**2).sum()
    return float(all_pairs + taken + ridge * ((users**2).sum() + (items**2).sum()))


def counted(log: limn.EventLog, repeats: int) -> list[str]:
    lines = []
    for model in (limn.recommend.Transitions(), limn.recommend.ItemNearest(half_life=2.0)):
        taken, _ = alternate(
            [lambda m=model: m.fit(log), lambda m=model: m.recommend(log)], repeats
        )
        rate = log.n_users / min(taken[1])
        name = type(model).__name__
        lines.append(f"| {name}: fit | {shown(taken[0])} | - | - | < 1 s |")
        lines.append(f"| {name}: all users, users/s | {rate:,.0f} | - | - | 100,000 |")
    linear, _ = alternate([lambda: limn.recommend.Linear().fit(log)], min(repeats, 3))
    lines.append(f"| Linear: fit | {shown(linear[0])} | - | - | - |")
    return lines


def ease(log: limn.EventLog, x: scipy.sparse.csr_matrix, repeats: int) -> str:
    ours = limn.recommend.Ease(l2=300.0, max_history=100000)  # the peer has no limit
    taken, (model, theirs) = alternate(
        [lambda: ours.fit(log), lambda: peer_ease(x, 300.0)], repeats
    )
    np.testing.assert_allclose(model.weights_, theirs, atol=2e-4)
    return versus("Ease: pairs, inverse, weights", taken, "SciPy", ">= 0.9 and more")


def als(log: limn.EventLog, x: scipy.sparse.csr_matrix, threads: int, repeats: int) -> list[str]:
    try:
        from implicit.cpu.als import AlternatingLeastSquares
    except ImportError:
        return []
    alpha, ridge = 10.0, 0.1
    ours = limn.recommend.Als(factors=64, iterations=15, alpha=alpha, regularization=ridge)
    confidence = x.astype(np.float32)
    confidence.data = 1 + alpha * confidence.data

    def theirs(use_cg: bool) -> Any:
        model = AlternatingLeastSquares(
            factors=64, iterations=15, alpha=1.0, regularization=ridge, use_cg=use_cg,
            num_threads=threads, random_state=0,
        )  # fmt: skip
        model.fit(confidence, show_progress=False)
        return model

    taken, (model, cg) = alternate([lambda: ours.fit(log), lambda: theirs(True)], repeats)
    loss = als_loss(x, cg.user_factors, cg.item_factors, alpha, ridge)
    note = f"loss {model.loss_:,.0f} against {loss:,.0f}"
    return [
        versus(f"Als, exact solve, 15 rounds ({note})", taken, "implicit, CG", ">= 2"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    limn.set_threads(options.threads)
    table = read("sequences/ml1m_sequences.csv.gz")
    log = to_log(table, np.ones(len(table["user"]), bool), table["pos"].astype(np.int64))
    users, items, *_ = log._columns()
    x = scipy.sparse.csr_matrix(
        (np.ones(len(users), np.float32), (users, items)), shape=(log.n_users, log.n_items)
    )
    load = os.getloadavg()[0]
    lines = [
        "# Speed of the recommenders",
        "",
        (__doc__ or "").strip(),
        "",
        f"{log.n_users:,} users, {log.n_items:,} items, {log.n_events:,} events; "
        f"{options.threads} threads; load of the machine at the start {load:.1f}"
        + (": other work ran beside it, read the ratios, not the seconds." if load > 0.5 else "."),
        "",
        "| work | limn s | peer s | ratio | goal |",
        "|---|---|---|---|---|",
        *counted(log, options.repeats),
        ease(log, x, options.repeats),
        *als(log, x, options.threads, options.repeats),
    ]
    print("\n".join(lines))
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
