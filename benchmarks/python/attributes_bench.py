# SPDX-License-Identifier: MIT
"""Gender and age of MovieLens-1M's users from what they watched: frozen vectors, counts, both, and
an encoder that is moved towards the label.

    LIMN_DATA_DIR=... python benchmarks/python/attributes_bench.py [--kind EventEncoder]
        [--objective both] [--epochs 8] [--tune 4] [--write benchmarks/results/attributes.md]

All events of a user but the last two, no ratings and no time; stratified 5 folds (seed 42).
Vectors: the state after the last event, and the mean of the item vectors of the history. Items:
which were watched, rows of length 1. Logistic regression on each and on all side by side; fine_tune
sees the labels of four folds. The encoder never sees a label before that, but the events of all.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import pickle
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

import limn

Chances = Callable[[np.ndarray, np.ndarray], np.ndarray]  # rows learnt from, rows asked


def movielens() -> tuple[limn.EventLog, pandas.DataFrame, sparse.csr_matrix]:
    folder = pathlib.Path(os.environ["LIMN_DATA_DIR"]) / "sequences"
    events = pandas.read_csv(folder / "ml1m_sequences.csv.gz")
    events = events[events["split"] == "train"]
    names = {"user": "user", "item": "item", "time": "pos"}
    log = limn.EventLog.from_table(events, **names, time_unit="order")
    users = pandas.read_csv(folder / "ml1m_users.csv").set_index("user").loc[log.users]
    row = pandas.Index(log.users).get_indexer(events["user"])
    column = pandas.Index(log.items).get_indexer(events["item"])
    watched = sparse.csr_matrix((np.ones(len(events)), (row, column)))
    return log, users, sparse.diags(1 / np.sqrt(watched.multiply(watched).sum(axis=1).A1)) @ watched


def regression(
    x: np.ndarray | sparse.csr_matrix, strength: float
) -> Callable[[np.ndarray], Chances]:
    def of(y: np.ndarray) -> Chances:
        def chances(known: np.ndarray, asked: np.ndarray) -> np.ndarray:
            model = LogisticRegression(C=strength, max_iter=2000).fit(x[known], y[known])
            return np.asarray(model.predict_proba(x[asked]))

        return chances

    return of


def tuned(
    encoder: limn.encoder.EventEncoder, log: limn.EventLog, epochs: int
) -> Callable[[np.ndarray], Chances]:
    kept = pickle.dumps(encoder)

    def of(y: np.ndarray) -> Chances:
        def chances(known: np.ndarray, asked: np.ndarray) -> np.ndarray:
            told = np.full(len(y), None, dtype=object)
            told[known] = y[known]
            moved = pickle.loads(kept)
            head = moved.fine_tune(log, told, epochs=epochs)
            return np.asarray(head.predict_proba(moved.embed(log)[asked]))

        return chances

    return of


def judge(chances: Chances, y: np.ndarray) -> Iterator[float]:
    """AUC for two classes, accuracy for more, fold by fold."""
    folds = StratifiedKFold(5, shuffle=True, random_state=42)
    for known, asked in folds.split(y, y):
        p = chances(known, asked)
        classes = np.unique(y)
        yield (
            roc_auc_score(y[asked], p[:, 1])
            if len(classes) == 2
            else accuracy_score(y[asked], classes[p.argmax(axis=1)])
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", default="EventEncoder")
    parser.add_argument("--objective", default="both")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--tune", type=int, default=4)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    log, users, watched = movielens()
    start = time.perf_counter()
    encoder = getattr(limn.encoder, options.kind)(
        objective=options.objective, epochs=options.epochs, patience=0
    ).fit(log)
    trained = time.perf_counter() - start
    state = encoder.embed(log)
    mean = watched @ encoder.weights()["items"]
    vectors = StandardScaler().fit_transform(np.hstack([state, mean]))
    rows = {
        "state after the last event": regression(StandardScaler().fit_transform(state), 0.1),
        "that and the mean of item vectors": regression(vectors, 0.1),
        "items watched (no encoder)": regression(watched, 1.0),
        "vectors and items": regression(sparse.hstack([0.1 * vectors, watched]).tocsr(), 1.0),
        f"fine_tune, {options.tune} turns": tuned(encoder, log, options.tune),
    }
    lines = [
        "# Gender and age from behaviour",
        "",
        f"`python {' '.join(sys.argv)}`: {options.kind}, {options.objective}, "
        f"{options.epochs} turns, trained in {trained:.0f} s.",
        "",
        "| what is known | gender, AUC | age of 7, accuracy |",
        "|---|---|---|",
    ]
    for name, of in rows.items():
        told = []
        for y in ((users["gender"] == "F").to_numpy().astype(int), users["age"].to_numpy()):
            found = np.array(list(judge(of(y), y)))
            told.append(f"{found.mean():.4f} ({found.std():.4f})")
        lines.append(f"| {name} | {' | '.join(told)} |")
        print(lines[-1], flush=True)
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
