# SPDX-License-Identifier: MIT
"""Encoders from Python: what a user's next event costs, and what frozen vectors know of people.

    python benchmarks/python/encoder_bench.py latency
        [--write benchmarks/results/encoder_latency.md]
    python benchmarks/python/encoder_bench.py gender [--users 6040] [--epochs 4]
        [--kinds EventEncoder GruEncoder] [--objectives next_item contrastive both]
        [--write benchmarks/results/encoder_gender.md]

latency: one event into a state, then the best 10 of 3,416 items, one thread; onnxruntime, where it
is installed, reads the whole history again (its graph by to_onnx, answers checked equal), in turns.
gender: MovieLens-1M ($LIMN_DATA_DIR/sequences), all events of all users without their last two,
logistic regression on standardised vectors, stratified 5 folds. The encoder never sees a label, but
it sees the events of all users (transductive).
"""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import limn

ITEMS, HISTORY = 3416, 50


def walks(users: int, length: int) -> limn.EventLog:
    rng = np.random.default_rng(0)
    item = rng.integers(0, ITEMS, users * length)
    item[:ITEMS] = rng.permutation(ITEMS)
    order = np.tile(np.arange(length), users)
    time = np.datetime64("2024-01-01", "s") + order * np.timedelta64(3600, "s")
    table = {"user": np.repeat(np.arange(users), length), "item": item, "time": time}
    return limn.EventLog.from_table(table, user="user", item="item", time="time")


def percentiles(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, tuple[float, float]]:
    """p50 and p99 in microseconds; the calls take turns."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter_ns()
            call()
            taken[name].append((time.perf_counter_ns() - start) / 1000)
    return {n: (float(np.median(t)), float(np.percentile(t, 99))) for n, t in taken.items()}


def reader(encoder: Any, log: limn.EventLog) -> Callable[[], Any] | None:
    """Reads one user's whole history in onnxruntime, one thread; None where it is missing."""
    try:
        import onnxruntime
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "encoder.onnx")
        encoder.to_onnx(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    batch = encoder.batch(log)
    np.testing.assert_allclose(session.run(None, batch)[0], encoder.embed(log), atol=1e-5)
    return lambda: session.run(None, batch)


def latency(rounds: int) -> list[str]:
    limn.set_threads(1)
    log = walks(100, 200)
    start = np.datetime64("2024-01-01", "s")
    lines = [
        f"| one user after {HISTORY} events, width 64, {ITEMS:,} items | p50 us | p99 us |",
        "|---|---|---|",
    ]
    for kind in ("EventEncoder", "GruEncoder", "ConvEncoder"):
        encoder = getattr(limn.encoder, kind)(epochs=1, patience=0).fit(log)
        recommender = limn.recommend.Sequence(encoder=encoder)
        one = log.only_users([log.users[0]]).slice(start + HISTORY * 3600)
        before, at = encoder.start(one), 1_704_067_200_000_000 + HISTORY * 3_600_000_000

        def event(encoder: Any = encoder, before: Any = before, at: int = at) -> Any:
            state = before.copy()
            encoder.step(state, 7, time=at)
            return state

        def answer(recommender: Any = recommender, event: Any = event) -> Any:
            return recommender.recommend_from(event(), k=10)

        calls = {
            f"{kind}: copy of a state": before.copy,
            f"{kind}: copy, step": event,
            f"{kind}: copy, step, recommend_from": answer,
        }
        again, other = reader(encoder, one), f"{kind}: the history again, all scores, onnxruntime"
        if again:
            calls[other] = again
        took = percentiles(calls, rounds)
        for name, (middle, late) in took.items():
            lines.append(f"| {name} | {middle:.1f} | {late:.1f} |")
        if again:
            ratio = took[other][0] / took[f"{kind}: copy, step, recommend_from"][0]
            lines.append(f"| {kind}: onnxruntime's p50 over limn's | {ratio:.1f} | |")
    cores, load = os.cpu_count(), os.getloadavg()[0]
    lines += [
        "",
        f"{cores} cores, load {load:.0f} at the end: where others compute as well, p99 is",
    ]
    return [*lines, "how long the system gives the core to them, not what a call takes."]


def movielens(n_users: int) -> tuple[limn.EventLog, np.ndarray]:
    import pandas

    folder = pathlib.Path(os.environ["LIMN_DATA_DIR"]) / "sequences"
    events = pandas.read_csv(folder / "ml1m_sequences.csv.gz")
    events = events[(events["split"] == "train") & (events["user"] <= n_users)]
    names = {"user": "user", "item": "item", "time": "pos"}
    log = limn.EventLog.from_table(events, **names, time_unit="order")
    users = pandas.read_csv(folder / "ml1m_users.csv").set_index("user")
    return log, (users.loc[log.users, "gender"] == "F").to_numpy()


def judge(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    folds = StratifiedKFold(5, shuffle=True, random_state=42)
    auc = cross_val_score(model, x, y, cv=folds, scoring="roc_auc")
    return float(auc.mean()), float(auc.std())


def gender(n_users: int, epochs: int, kinds: list[str], objectives: list[str]) -> list[str]:
    log, y = movielens(n_users)
    lines = ["| encoder | objective | turns | AUC, mean (deviation) of 5 folds | CPU s |"]
    lines.append("|---|---|---|---|---|")
    for kind in kinds:
        for objective in objectives:
            start = time.process_time()
            encoder = getattr(limn.encoder, kind)(objective=objective, epochs=epochs, patience=0)
            x = encoder.fit(log).embed(log)
            auc, spread = judge(x, y)
            cost = time.process_time() - start
            lines.append(
                f"| {kind} | {objective} | {epochs} | {auc:.4f} ({spread:.4f}) | {cost:.0f} |"
            )
            print(lines[-1], flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["latency", "gender"])
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--users", type=int, default=6040)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--kinds", nargs="+", default=["EventEncoder", "GruEncoder"])
    parser.add_argument("--objectives", nargs="+", default=["next_item", "contrastive", "both"])
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    head = [f"# Encoders: {options.part}", "", f"`python {' '.join(sys.argv)}`", ""]
    if options.part == "latency":
        lines = latency(options.rounds)
    else:
        lines = gender(options.users, options.epochs, options.kinds, options.objectives)
    print("\n".join(lines))
    if options.write:
        options.write.write_text("\n".join(head + lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
