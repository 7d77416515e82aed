# SPDX-License-Identifier: MIT
"""Quality of the recommenders: every item ranked, popularity and transitions in every table.

    LIMN_DATA_DIR=... python benchmarks/python/recommend_bench.py [case ...] [--encoder]

Each case replaces its section of benchmarks/results/recommend_quality.md; without names all run.
Leave-one-out: models learn from the rows `train`, fusions learn their weights on the rows `val`,
all answer from `train` and `val`. Time split: cut at the 90 % quantile of time, the first later
event of each user with a history; fusions learn their weights on the last events before the cut.
Seen items are left out, equal scores count against the model, intervals are 95 % over users
(bootstrap), p-values of sign flips against the best row above that is not a fusion.
"""

from __future__ import annotations

import csv
import gzip
import os
import pathlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

import limn
from limn.recommend import Als, Ease, Fusion, ItemNearest, Linear, Popular, Repeats, Transitions

DATA = pathlib.Path(os.environ["LIMN_DATA_DIR"])
RESULT = pathlib.Path(__file__).resolve().parents[1] / "results" / "recommend_quality.md"
ENCODER = "--encoder" in sys.argv


class Case(NamedTuple):
    title: str
    train: limn.EventLog
    validation: limn.EventLog | None
    context: limn.EventLog
    wanted: list[Any]  # one item a user of context, a set of items, or None
    models: dict[str, Any]
    exclude_seen: bool = True


def read(path: str) -> dict[str, np.ndarray]:
    with gzip.open(DATA / path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    columns = zip(*rows[1:], strict=True)
    return {name: np.array(c) for name, c in zip(rows[0], columns, strict=True)}


def to_log(table: dict[str, np.ndarray], keep: np.ndarray, order: np.ndarray) -> limn.EventLog:
    part = {"user": table["user"][keep], "item": table["item"][keep], "order": order[keep]}
    part = {key: column.astype(np.int64) for key, column in part.items()}
    return limn.EventLog.from_table(part, user="user", item="item", time="order", time_unit="order")


def wanted_by(users: np.ndarray, items: np.ndarray, log: limn.EventLog) -> list[Any]:
    pairs = zip(users.astype(int).tolist(), items.astype(int).tolist(), strict=True)
    target = dict(pairs)
    return [target.get(u) for u in log.users.tolist()]


def encoder(length: int = 50) -> Any:
    return limn.recommend.Sequence(
        encoder=limn.encoder.EventEncoder(
            width=64, layers=1, heads=1, max_length=length, epochs=16, random_state=0
        )
    )


def fused(members: dict[str, Any]) -> dict[str, Any]:
    """The members alone, then their fusion."""
    names = " + ".join(name.split("(")[0] for name in members)
    fusion = Fusion(members=list(members.values()), max_learners=20000)
    return {**members, f"Fusion: {names}": fusion}


# --- leave-one-out --------------------------------------------------------------------------------

RIDGE = {  # ml1m: chosen on the rows `val`; the others: one value, not searched
    "ml1m_sequences": (300.0, 300.0),
    "amazon_beauty": (100.0, 10.0),
    "amazon_toys": (100.0, 10.0),
    "amazon_sports": (100.0, 10.0),
}


def members_of(name: str) -> dict[str, Any]:
    ease, linear = RIDGE[name]
    out: dict[str, Any] = {
        "Transitions()": Transitions(),
        "ItemNearest(half_life=2)": ItemNearest(half_life=2.0),
        f"Linear(l2={linear:g})": Linear(l2=linear),
    }
    if name == "ml1m_sequences":
        out[f"Ease(l2={ease:g}, half_life=5)"] = Ease(l2=ease, half_life=5.0)
    if ENCODER:
        out["Sequence(EventEncoder), width 64, 1 block, 16 epochs"] = encoder()
    return out


def in_random_order(table: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Random order inside equal times, then the last two events anew."""
    user, times = table["user"].astype(np.int64), table["timestamp"].astype(np.int64)
    order = np.lexsort((np.random.default_rng(0).random(len(user)), times, user))
    ends = np.append(np.flatnonzero(np.diff(user[order])), len(user) - 1)
    split, pos = np.full(len(user), "train", dtype=object), np.empty(len(user), np.int64)
    split[order[ends]], split[order[ends - 1]] = "test", "val"
    pos[order] = np.arange(len(user))
    return pos, split


def leave_one_out(name: str, shuffled: bool = False) -> Case:
    table = read(f"sequences/{name}.csv.gz")
    pos, split = table["pos"].astype(np.int64), table["split"]
    if shuffled:
        pos, split = in_random_order(table)
    last = split == "test"
    context = to_log(table, ~last, pos)
    order = "random order inside equal times" if shuffled else "file order"
    counted: dict[str, Any] = {"Popular()": Popular()}
    if name == "ml1m_sequences":
        counted |= {"Als()": Als(), "Ease()": Ease()}
    return Case(
        f"{name}, leave-one-out, {order}",
        to_log(table, split == "train", pos),
        to_log(table, split == "val", pos),
        context,
        wanted_by(table["user"][last], table["item"][last], context),
        counted | fused(members_of(name)),
    )


# --- time split -----------------------------------------------------------------------------------


def time_split(name: str) -> Case:
    table = read(f"sequences/{name}.csv.gz")
    times, user = table["timestamp"].astype(np.int64), table["user"].astype(np.int64)
    before = times < int(np.quantile(times, 0.9))
    item = table["item"].astype(np.int64)
    part = {"user": user[before], "item": item[before], "t": times[before]}
    train = limn.EventLog.from_table(part, user="user", item="item", time="t", time_unit="s")
    later = np.lexsort((table["pos"].astype(np.int64), user))[::-1]  # the first one wins
    later = later[~before[later]]
    members = {
        "Popular(scope='recent')": Popular(scope="recent", window_days=30.0),
        "Transitions()": Transitions(),
        "Transitions(age_half_life_days=180)": Transitions(age_half_life_days=180.0),
        "ItemNearest(half_life=2)": ItemNearest(half_life=2.0),
    }
    models = {"Popular()": Popular(), **fused(members)}
    wanted = wanted_by(user[later], item[later], train)
    return Case(f"{name}, global time split", train, None, train, wanted, models)


# --- several actions, baskets ---------------------------------------------------------------------


def retailrocket() -> Case:
    table = read("sequences/retailrocket_multibehavior.csv.gz")
    test = table["split"] == "test"
    train = to_log(table, ~test, np.where(test, 0, np.arange(len(test))))
    members = {
        "Popular()": Popular(),
        "Transitions()": Transitions(),
        "ItemNearest(half_life=2)": ItemNearest(half_life=2.0),
    }
    title = "RetailRocket, held-out buy after views, carts and buys"
    wanted = wanted_by(table["user"][test], table["item"][test], train)
    return Case(title, train, None, train, wanted, fused(members))


def taobao() -> Case:
    table = read("sequences/taobao_userbehavior_head.csv.gz")
    user, order = table["user"].astype(np.int64), np.arange(len(table["user"]))
    last = np.append(np.diff(user) != 0, True)
    train = to_log(table, ~last, order)
    wanted = wanted_by(user[last], table["item"][last], train)
    return Case(
        "Taobao, next item, repeats allowed", train, None, train, wanted, with_repeats(), False
    )


def with_repeats() -> dict[str, Any]:
    members = {"Popular()": Popular(), "Repeats()": Repeats(), "Transitions()": Transitions()}
    fusion = Fusion(members=list(members.values()), exclude_seen=False)
    return {**members, "Fusion: Popular + Repeats + Transitions": fusion}


def groceries() -> Case:
    table = read("transactions/groceries_dated.csv.gz")
    _, item = np.unique(table["item"], return_inverse=True)
    user, days = table["member"].astype(np.int64), table["date"].astype("datetime64[D]")
    newest = {u: max(days[user == u]) for u in np.unique(user).tolist()}
    last = np.array([newest[u] == d for u, d in zip(user.tolist(), days, strict=True)])
    train = to_log({"user": user, "item": item}, ~last, days.astype(np.int64))
    wanted: dict[int, set[int]] = {}
    for u, i in zip(user[last].tolist(), item[last].tolist(), strict=True):
        wanted.setdefault(u, set()).add(i)
    sets = [wanted.get(u) for u in train.users.tolist()]
    title = "groceries_dated, last basket (control: no personal signal, popularity wins)"
    return Case(title, train, None, train, sets, with_repeats() | {"Als()": Als()}, False)


# --- the table ------------------------------------------------------------------------------------


def quality(case: Case, model: Any) -> tuple[dict[str, Any], Any, float, float]:
    start = time.perf_counter()
    if isinstance(model, Fusion) and case.validation is not None:
        model.fit(case.train, validation=case.validation)
    else:
        model.fit(case.train)
    fitted = time.perf_counter()
    items, scores = model.recommend(case.context, k=20, exclude_seen=case.exclude_seen)
    answered = time.perf_counter()
    rows = [u for u, w in enumerate(case.wanted) if w is not None]
    sets = [case.wanted[u] if isinstance(case.wanted[u], set) else {case.wanted[u]} for u in rows]
    users = limn.evaluate.ranking_per_user(
        items[rows], [sorted(s) for s in sets], k=10, scores=scores[rows]
    )
    return users, items[:, :10], fitted - start, answered - fitted


def report(case: Case) -> Iterator[str]:
    n = sum(w is not None for w in case.wanted)
    yield f"Train {limn.data.summary(case.train)}; {n} users asked.\n"
    yield "| model | HR@10 | NDCG@10 (95 %) | recall@10 | MRR | coverage | fit s | answers s |"
    yield "|---|---|---|---|---|---|---|---|"
    best: tuple[float, Any] | None = None
    for title, model in case.models.items():
        users, items, fit, answer = quality(case, model)
        ndcg = np.asarray(users["ndcg"])
        span = limn.evaluate.bootstrap_mean(ndcg)
        shown = {i for i in items.ravel().tolist() if i is not None and i != -1}
        hit, recall, mrr = (float(np.nanmean(users[m])) for m in ("hit_rate", "recall", "mrr"))
        if isinstance(model, Fusion):
            weights = ", ".join(f"{w:.2f}" for w in model.weights_)
            title += f" (weights {weights})"
            if best is not None:
                test = limn.evaluate.paired_difference(ndcg, best[1])
                title += f", p {test['p_value']:.3f}"
        elif best is None or span["value"] > best[0]:
            best = (span["value"], ndcg)
        yield (
            f"| {title} | {hit:.4f} | {span['value']:.4f} ({span['low']:.4f} to {span['high']:.4f})"
            f" | {recall:.4f} | {mrr:.4f} | {len(shown) / case.train.n_items:.3f}"
            f" | {fit:.2f} | {answer:.2f} |"
        )


CASES: dict[str, Callable[[], Case]] = {
    "ml1m": lambda: leave_one_out("ml1m_sequences"),
    "beauty": lambda: leave_one_out("amazon_beauty"),
    "beauty_random": lambda: leave_one_out("amazon_beauty", shuffled=True),
    "toys": lambda: leave_one_out("amazon_toys"),
    "sports": lambda: leave_one_out("amazon_sports"),
    "beauty_time": lambda: time_split("amazon_beauty"),
    "sports_time": lambda: time_split("amazon_sports"),
    "retailrocket": retailrocket,
    "taobao": taobao,
    "groceries": groceries,
}


def write(title: str, lines: list[str]) -> None:
    """Puts a section in the place of the one with its title."""
    old = RESULT.read_text(encoding="utf-8") if RESULT.exists() else ""
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", old, flags=re.M | re.S))
    sections[title] = "\n" + "\n".join(lines) + "\n\n"
    head = f"# Quality of the recommenders\n\n{(__doc__ or '').strip()}\n\n"
    body = "".join(f"## {name}\n{text}" for name, text in sections.items())
    RESULT.write_text((head + body).rstrip() + "\n", encoding="utf-8")


def main() -> None:
    names = [a for a in sys.argv[1:] if not a.startswith("-")]
    for name in names or CASES:
        case = CASES[name]()
        print(f"## {case.title}", flush=True)
        lines = []
        for line in report(case):
            print(line, flush=True)
            lines.append(line)
        write(case.title + (", with an encoder" if ENCODER else ""), lines)


if __name__ == "__main__":
    main()
