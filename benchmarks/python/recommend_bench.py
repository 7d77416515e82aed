# SPDX-License-Identifier: MIT
"""Recommenders on the last item of each user: full ranking, seen items left out.

    LIMN_DATA_DIR=... python benchmarks/python/recommend_bench.py [ml1m_sequences amazon_beauty ...]

Models learn from the rows `train` and answer from `train` and `valid`. Prints hit rate and NDCG of
the first ten, seconds of fit and of the answers. Equal scores stand in the order of the items;
counted against the model instead, all models lose 0.0002 on Beauty and nothing on MovieLens.
"""

from __future__ import annotations

import csv
import gzip
import os
import pathlib
import sys
import time
from typing import Any

import numpy as np

import limn

MODELS: dict[str, Any] = {
    "Popular()": limn.recommend.Popular(),
    "ItemNearest(half_life=None)": limn.recommend.ItemNearest(half_life=None),
    "ItemNearest()": limn.recommend.ItemNearest(),
    "ItemNearest(half_life=2)": limn.recommend.ItemNearest(half_life=2.0),
    "Transitions(reverse=0, source_exponent=0)": limn.recommend.Transitions(
        reverse=0.0, source_exponent=0.0
    ),
    "Transitions(reverse=0)": limn.recommend.Transitions(reverse=0.0),
    "Transitions()": limn.recommend.Transitions(),
}


def read(name: str) -> dict[str, np.ndarray]:
    folder = pathlib.Path(os.environ["LIMN_DATA_DIR"]) / "sequences"
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        rows = [(r["user"], r["item"], r["pos"], r["split"]) for r in csv.DictReader(lines)]
    user, item, pos, split = zip(*rows, strict=True)
    numbers = {"user": user, "item": item, "pos": pos}
    table = {key: np.array(column, dtype=np.int64) for key, column in numbers.items()}
    return {**table, "split": np.array(split)}


def to_log(table: dict[str, np.ndarray], keep: np.ndarray) -> limn.EventLog:
    part = {key: table[key][keep] for key in ("user", "item", "pos")}
    return limn.EventLog.from_table(part, user="user", item="item", time="pos", time_unit="order")


def measure(model: Any, train: limn.EventLog, context: limn.EventLog, wanted: np.ndarray) -> str:
    start = time.perf_counter()
    model.fit(train)
    fitted = time.perf_counter()
    items, _ = model.recommend(context, k=10)
    answered = time.perf_counter()
    hits = items == wanted[:, None]
    gains = (hits / np.log2(np.arange(2, 12))).sum(axis=1)
    quality = f"{hits.any(axis=1).mean():.4f} | {gains.mean():.4f}"
    return f"{quality} | {fitted - start:.2f} | {answered - fitted:.2f} |"


def main() -> None:
    for name in sys.argv[1:] or ["ml1m_sequences", "amazon_beauty"]:
        table = read(name)
        last = table["split"] == "test"
        train, context = to_log(table, table["split"] == "train"), to_log(table, ~last)
        target = dict(zip(table["user"][last].tolist(), table["item"][last].tolist(), strict=True))
        wanted = np.array([target[user] for user in context.users], dtype=object)
        print(f"\n{name}: {context.n_users} users, {context.n_items} items")
        print("| model | HR@10 | NDCG@10 | fit s | answers s |\n|---|---|---|---|---|")
        for title, model in MODELS.items():
            print(f"| `{title}` | {measure(model, train, context, wanted)}", flush=True)


if __name__ == "__main__":
    main()
