# SPDX-License-Identifier: MIT
"""Strangers by number of known events: every rung, the ladder and what it has to beat.

    python benchmarks/python/coldstart_bench.py [ml1m] [ml100k] [new_items] [--splits 1]

ml1m: a fifth of the users held out whole (permutation of numpy's default_rng(seed)), their first k
events shown, all later items wanted, the whole catalogue without the shown ones ranked.
ml100k: ten folds of users; always the events after a user's tenth are wanted, the first ten items
are never offered, the first k of them are shown. new_items: a fifth of the items held out whole and
placed by their genres; they alone are ranked for users who took some of them.
Reads LIMN_DATA_DIR (default ../shared/data); writes benchmarks/results/coldstart.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

import limn

DATA = Path(os.environ.get("LIMN_DATA_DIR", "../shared/data")) / "sequences"
RESULTS = Path(__file__).resolve().parent.parent / "results" / "coldstart.md"
STEPS = (0, 1, 3, 5, 10)
BARS = {"ml1m": (0.494, 0.487, 0.477, 0.466, 0.458), "ml100k": (0.4319,) * 4 + (0.4635,)}
GAINS = 1 / np.log2(np.arange(2, 12))

Histories = dict[int, list[int]]


def ml1m() -> tuple[Histories, dict[int, list[float]], list[str]]:
    rows = duckdb.sql(
        f"""select "user", item from read_csv('{DATA / "ml1m_sequences.csv.gz"}')
            order by "user", pos"""
    ).fetchall()
    people = duckdb.sql(
        f"""select "user", gender, age, occupation, left(zip, 1)
            from read_csv('{DATA / "ml1m_users.csv"}', types={{'zip': 'varchar'}})"""
    ).fetchall()
    about = {u: [float(g == "M"), float(a), float(o), float(z)] for u, g, a, o, z in people}
    return histories(rows), about, ["gender", "age", "occupation", "zip"]


def ml100k() -> tuple[Histories, dict[int, list[float]], list[str]]:
    table = np.loadtxt(DATA / "ml-100k" / "u.data", dtype=np.int64)
    table = table[np.argsort(table[:, 3], kind="stable")]
    table = table[np.argsort(table[:, 0], kind="stable")]
    lines = (DATA / "ml-100k" / "u.user").read_text(encoding="utf-8").splitlines()
    people = [line.split("|") for line in lines]
    jobs = sorted({p[3] for p in people})
    edges = [18, 25, 35, 45, 50, 56]
    about = {
        int(p[0]): [float(p[2] == "M"), float(np.digitize(int(p[1]), edges)), jobs.index(p[3])]
        for p in people
    }
    return histories(table[:, :2].tolist()), about, ["gender", "age", "occupation"]


def histories(rows: Any) -> Histories:
    out: Histories = {}
    for user, item in rows:
        out.setdefault(user, []).append(item)
    return out


def log_of(taken: Histories) -> limn.EventLog:
    users = np.concatenate([[u] * len(h) for u, h in taken.items()])
    items = np.concatenate(list(taken.values()))
    place = np.concatenate([np.arange(len(h)) for h in taken.values()])
    return limn.EventLog.from_table(
        {"user": users, "item": items, "time": place},
        user="user",
        item="item",
        time="time",
        time_unit="order",
    )


def ndcg(offered: Any, wanted: set[int]) -> float:
    hits = np.array([item in wanted for item in list(offered)[:10]], dtype=float)
    return float(hits @ GAINS[: len(hits)] / GAINS[: min(10, len(wanted))].sum())


class Cells:
    """Popularity in cells of gender and age, shrunk to everybody's: what the ladder must beat."""

    def __init__(self, shrinkage: float) -> None:
        self.shrinkage = shrinkage

    def fit(self, log: limn.EventLog, x: Any) -> Cells:
        table = log.to_table()
        self.items = np.array(log.items)
        code = {item: i for i, item in enumerate(log.items)}
        row = {user: i for i, user in enumerate(log.users)}
        items = np.array([code[i] for i in table["item"]])
        rows = np.array([row[u] for u in table["user"]])
        every = np.bincount(items, minlength=len(code)) / len(items)
        self.every, self.rates = every, {}
        for cell in {tuple(c) for c in x[:, :2]}:
            inside = (x[rows, :2] == cell).all(axis=1)
            counts = np.bincount(items[inside], minlength=len(code))
            n = len(np.unique(rows[inside]))
            users = n / (n + self.shrinkage)
            self.rates[cell] = users * counts / max(counts.sum(), 1) + (1 - users) * every
        return self

    def lists(self, x: Any, length: int) -> Any:
        rates = np.array([self.rates.get(tuple(row[:2]), self.every) for row in x])
        return self.items[np.argsort(-rates, axis=1, kind="stable")[:, :length]]


def offers(name: str, model: Any, shown: Histories, about: Any, length: int) -> list[list[Any]]:
    """`length` items for each user of whom these events are shown, in the order of `shown`."""
    x = np.array([about[u] for u in shown], dtype=float)
    if name == "cells":
        return [list(row) for row in model.lists(x, length)]
    with_attributes = name in ("ladder", "attributes", "similar_users")
    if not next(iter(shown.values())):
        if with_attributes:
            return [list(model.recommend([], row, length)[0][0]) for row in x]
        if name == "popular":
            anybody = log_of({-1: [0]})
            items = model.recommend(anybody, k=length, exclude_seen=False)[0]
        elif name == "item_nearest":
            return [[]] * len(shown)
        else:
            items = model.recommend([], k=length)[0]
        return [list(items[0])] * len(shown)
    log = log_of(shown)
    x = np.array([about[u] for u in log.users], dtype=float)
    beside = {"attributes": x} if with_attributes else {}
    items = model.recommend(log, k=length, **beside)[0]
    place = {user: i for i, user in enumerate(log.users)}
    return [list(items[place[user]]) for user in shown]


def fitted(learn: limn.EventLog, about: Any) -> dict[str, Any]:
    x = np.array([about[u] for u in learn.users], dtype=float)
    cold, counted = limn.coldstart, limn.recommend
    return {
        "popular": counted.Popular().fit(learn),
        "cells": Cells(20).fit(learn, x),
        "attributes": cold.Attributes().fit(learn, x),
        "similar_users": cold.SimilarUsers().fit(learn, x),
        "item_nearest": counted.ItemNearest().fit(learn),
        "ladder": cold.Ladder().fit(learn, x),
        "ladder, attributes withheld": cold.Ladder().fit(learn),
    }


def ask(models: dict[str, Any], held: Histories, about: Any, fixed: int) -> dict[str, list[Any]]:
    """One NDCG@10 a user, model and step. fixed: events whose followers are always wanted, or 0."""
    out: dict[str, list[Any]] = {name: [] for name in models}
    for k in STEPS:
        known = {u: h for u, h in held.items() if len(h) > max(k, fixed)}
        shown = {u: h[:k] for u, h in known.items()}
        for name, model in models.items():
            found = []
            lists = offers(name, model, shown, about, 10 + max(k, fixed))
            for (_, history), items in zip(known.items(), lists, strict=True):
                hidden = set(history[: max(k, fixed)])
                wanted = set(history[max(k, fixed) :]) - hidden
                found.append(ndcg([i for i in items if i not in hidden], wanted))
            out[name].append(np.array(found))
    return out


def strangers(name: str, n_splits: int) -> str:
    taken, about, _ = ml1m() if name == "ml1m" else ml100k()
    users = np.array(sorted(taken))
    parts: list[Any] = []
    if name == "ml1m":
        for seed in range(n_splits):
            parts.append(np.random.default_rng(seed).permutation(len(users))[: len(users) // 5])
    else:
        parts = np.array_split(np.random.default_rng(0).permutation(len(users)), 10)
    values: dict[str, list[list[Any]]] = {}
    start = time.process_time()
    for part in parts:
        held = {int(u): taken[int(u)] for u in users[part]}
        learn = {u: h for u, h in taken.items() if u not in held}
        models = fitted(log_of(learn), about)
        for row, found in ask(models, held, about, 0 if name == "ml1m" else 10).items():
            values.setdefault(row, []).append(found)
        print(
            name,
            "split done,",
            f"{time.process_time() - start:.0f} s of processor time",
            file=sys.stderr,
        )
    lines = ["| events shown | " + " | ".join(map(str, STEPS)) + " |", "|---" * 6 + "|"]
    for row, found in values.items():
        means = [np.concatenate([split[i] for split in found]).mean() for i in range(len(STEPS))]
        lines.append(f"| {row} | " + " | ".join(f"{m:.4f}" for m in means) + " |")
    lines.append("| to reach | " + " | ".join(f"{b:.4f}" for b in BARS[name]) + " |")
    error = np.concatenate([split[0] for split in values["ladder"]])
    head = (
        f"## {name}: {len(parts)} splits, {error.size} users, standard error "
        f"{error.std() / np.sqrt(error.size):.4f}"
    )
    return "\n".join([head, "", *lines])


def new_items() -> str:
    taken, _, _ = ml1m()
    rows = duckdb.sql(
        f"select item, genres, title from read_csv('{DATA / 'ml1m_items.csv'}') "
        "where item is not null"
    ).fetchall()
    genres = sorted({g for row in rows for g in row[1].split("|")})
    about = {
        int(item): [float(g in kinds.split("|")) for g in genres] + [float(title[-5:-1])]
        for item, kinds, title in rows
    }
    items = np.array(sorted({i for h in taken.values() for i in h}))
    new = {int(i) for i in np.random.default_rng(0).permutation(items)[: len(items) // 5]}
    learn = log_of({u: [i for i in h if i not in new] for u, h in taken.items()})
    model = limn.coldstart.NewItems().fit(learn, np.array([about[i] for i in learn.items]))
    model.add(sorted(new), np.array([about[i] for i in sorted(new)]))
    asked = {u: h for u, h in taken.items() if any(i in new for i in h)}
    asked = dict(list(asked.items())[:1000])
    part = learn.only_users(list(asked))
    lists, _ = model.recommend(part, k=model_size(learn, new))
    by_user = dict(zip(part.users, lists, strict=True))
    even = np.random.default_rng(1)
    ours, chance = [], []
    for user, history in asked.items():
        wanted = {i for i in history if i in new}
        ours.append(ndcg([i for i in by_user[user] if i in new], wanted))
        chance.append(ndcg(even.permutation(sorted(new)), wanted))
    return "\n".join(
        [
            f"## new items: {len(new)} of {len(items)} held out, {len(asked)} users",
            "",
            "| order of the new items | NDCG@10 |",
            "|---|---|",
            f"| NewItems by genres and year | {np.mean(ours):.4f} |",
            f"| chance | {np.mean(chance):.4f} |",
        ]
    )


def model_size(learn: limn.EventLog, new: set[int]) -> int:
    return learn.n_items + len(new)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["ml1m", "ml100k", "new_items"])
    parser.add_argument("--splits", type=int, default=1, help="splits of ml1m")
    arguments = parser.parse_args()
    command = "python benchmarks/python/coldstart_bench.py " + " ".join(sys.argv[1:])
    blocks = ["# Cold users and new items\n", f"`{command.strip()}`; NDCG@10.\n"]
    for what in arguments.what:
        blocks.append(new_items() if what == "new_items" else strangers(what, arguments.splits))
        blocks.append("")
        print(blocks[-2])
    RESULTS.write_text("\n".join(blocks), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
