# SPDX-License-Identifier: MIT
"""Quality of the recommenders that count: every item ranked, one table a set.

    LIMN_DATA_DIR=... python benchmarks/python/recommend_bench.py [ml1m_sequences amazon_beauty ...]

Without names all sets are measured and benchmarks/results/recommend_quality.md is written.
Leave-one-out: models learn from the rows `train` and answer from `train` and `val`. Time split: cut
at the 90 % quantile of time, the first later event of each user with a history. Popularity and
transitions are always in the table; intervals are 95 % over users (bootstrap). Equal scores stand
in the order of the items; counted against the model instead, all lose 0.0002 on Beauty.
"""

from __future__ import annotations

import csv
import gzip
import os
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

import limn
from limn.recommend import Als, Ease, Fusion, ItemNearest, Popular, Repeats, Transitions

DATA = pathlib.Path(os.environ["LIMN_DATA_DIR"])
RESULT = pathlib.Path(__file__).resolve().parents[1] / "results" / "recommend_quality.md"
SEQUENCES = ["ml1m_sequences", "amazon_beauty", "amazon_toys", "amazon_sports"]
OTHERS = ["retailrocket", "taobao", "groceries"]


class Case(NamedTuple):
    title: str
    train: limn.EventLog
    context: limn.EventLog
    wanted: list[Any]  # one item a user of context, or a set of items
    models: dict[str, Any]
    exclude_seen: bool = True


def read(path: str) -> dict[str, np.ndarray]:
    with gzip.open(DATA / path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    return {
        name: np.array(column)
        for name, column in zip(rows[0], zip(*rows[1:], strict=True), strict=True)
    }


def to_log(table: dict[str, np.ndarray], keep: np.ndarray, order: np.ndarray) -> limn.EventLog:
    part = {"user": table["user"][keep], "item": table["item"][keep], "order": order[keep]}
    part = {key: column.astype(np.int64) for key, column in part.items()}
    return limn.EventLog.from_table(part, user="user", item="item", time="order", time_unit="order")


def models_of(n_items: int, l2: float) -> dict[str, Any]:
    decayed = Ease(l2=l2, half_life=5.0)
    nearest = ItemNearest(half_life=2.0)
    out: dict[str, Any] = {
        "Popular()": Popular(),
        "ItemNearest(half_life=2)": nearest,
        "Transitions()": Transitions(),
        "Als()": Als(),
    }
    members = [Transitions(), nearest, Popular()]
    if n_items <= 4000:
        out[f"Ease(l2={l2:g})"] = Ease(l2=l2)
        out[f"Ease(l2={l2:g}, half_life=5)"] = decayed
        members.insert(1, decayed)
    out["Fusion of the above"] = Fusion(members=members)
    return out


def leave_one_out(name: str, shuffled: bool) -> Case:
    table = read(f"sequences/{name}.csv.gz")
    pos = table["pos"].astype(np.int64)
    split = table["split"]
    if shuffled:  # random order inside equal times, then the last two events anew
        user = table["user"].astype(np.int64)
        draw = np.random.default_rng(0).random(len(user))
        times = table["timestamp"].astype(np.int64)
        order = np.lexsort((draw, times, user))
        ends = np.append(np.flatnonzero(np.diff(user[order])), len(user) - 1)
        split = np.full(len(user), "train", dtype=object)
        split[order[ends]], split[order[ends - 1]] = "test", "val"
        pos[order] = np.arange(len(user))
    last = split == "test"
    train, context = to_log(table, split == "train", pos), to_log(table, ~last, pos)
    target = dict(
        zip(
            table["user"][last].astype(int).tolist(),
            table["item"][last].astype(int).tolist(),
            strict=True,
        )
    )
    title = (
        f"{name}, leave-one-out, {'random order inside equal times' if shuffled else 'file order'}"
    )
    wanted = [target[user] for user in context.users.tolist()]
    return Case(title, train, context, wanted, models_of(context.n_items, 300.0))


def time_split(name: str) -> Case:
    table = read(f"sequences/{name}.csv.gz")
    times, user = table["timestamp"].astype(np.int64), table["user"].astype(np.int64)
    cut = int(np.quantile(times, 0.9))
    before = times < cut
    part = {
        "user": user[before],
        "item": table["item"].astype(np.int64)[before],
        "t": times[before],
    }
    train = limn.EventLog.from_table(part, user="user", item="item", time="t", time_unit="s")
    target: dict[int, int] = {}
    for row in np.lexsort((table["pos"].astype(np.int64), user)):
        if not before[row]:
            target.setdefault(int(user[row]), int(table["item"][row]))
    wanted = [target.get(u) for u in train.users.tolist()]
    recent = Popular(scope="recent", window_days=30.0)
    models = {"Popular(scope='recent')": recent, **models_of(train.n_items, 300.0)}
    aged = Transitions(age_half_life_days=180.0)
    models["Transitions(age_half_life_days=180)"] = aged
    models["Fusion with recent"] = Fusion(
        members=[Transitions(), aged, recent, ItemNearest(half_life=2.0)]
    )
    return Case(f"{name}, global time split", train, train, wanted, models)


def retailrocket() -> Case:
    table = read("sequences/retailrocket_multibehavior.csv.gz")
    test = table["split"] == "test"
    order = np.where(test, 0, np.arange(len(test)))
    train = to_log(table, ~test, order)
    target = dict(
        zip(
            table["user"][test].astype(int).tolist(),
            table["item"][test].astype(int).tolist(),
            strict=True,
        )
    )
    wanted = [target.get(u) for u in train.users.tolist()]
    models = models_of(train.n_items, 300.0)
    title = "RetailRocket, held-out buy after views, carts and buys, seen items left out"
    return Case(title, train, train, wanted, models)


def taobao() -> Case:
    table = read("sequences/taobao_userbehavior_head.csv.gz")
    user, order = table["user"].astype(np.int64), np.arange(len(table["user"]))
    last = np.append(np.diff(user) != 0, True)
    train = to_log(table, ~last, order)
    target = dict(zip(user[last].tolist(), table["item"][last].astype(int).tolist(), strict=True))
    wanted = [target.get(u) for u in train.users.tolist()]
    models = {
        "Popular()": Popular(),
        "Repeats()": Repeats(),
        "Transitions()": Transitions(),
        "Fusion of the above": Fusion(
            members=[Popular(), Repeats(), Transitions()], exclude_seen=False
        ),
    }
    return Case("Taobao, next item, repeats allowed", train, train, wanted, models, False)


def groceries() -> Case:
    table = read("transactions/groceries_dated.csv.gz")
    _, item = np.unique(table["item"], return_inverse=True)
    user, dates = table["member"].astype(np.int64), table["date"]
    newest: dict[int, str] = {}
    for u, date in zip(user.tolist(), dates.tolist(), strict=True):
        newest[u] = max(newest.get(u, ""), date)
    last = np.array([newest[u] == d for u, d in zip(user.tolist(), dates.tolist(), strict=True)])
    days = dates.astype("datetime64[D]").astype(np.int64)
    train = to_log({"user": user, "item": item}, ~last, days)
    wanted: dict[int, set[int]] = {}
    for u, i in zip(user[last].tolist(), item[last].tolist(), strict=True):
        wanted.setdefault(u, set()).add(i)
    sets = [wanted.get(u) for u in train.users.tolist()]
    models = {
        "Popular()": Popular(),
        "Repeats()": Repeats(),
        "Transitions()": Transitions(),
        "Als()": Als(),
        "Fusion of the first three": Fusion(
            members=[Popular(), Repeats(), Transitions()], exclude_seen=False
        ),
    }
    return Case("groceries_dated, last basket", train, train, sets, models, False)


def quality(case: Case, model: Any) -> tuple[dict[str, float], Any, float, float]:
    start = time.perf_counter()
    model.fit(case.train)
    fitted = time.perf_counter()
    items, _ = model.recommend(case.context, k=10, exclude_seen=case.exclude_seen)
    answered = time.perf_counter()
    rows = [u for u, w in enumerate(case.wanted) if w is not None]
    sets = [case.wanted[u] if isinstance(case.wanted[u], set) else {case.wanted[u]} for u in rows]
    users = limn.evaluate.ranking_per_user(items[rows], [sorted(s) for s in sets], k=10)
    return users, items, fitted - start, answered - fitted


def report(case: Case) -> Iterator[str]:
    n = sum(w is not None for w in case.wanted)
    yield f"\n## {case.title}\n"
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
        if title.startswith("Fusion") and best is not None:
            test = limn.evaluate.paired_difference(ndcg, best[1])
            title += f" (p {test['p_value']:.3f} against the best above)"
        if best is None or span["value"] > best[0]:
            best = (span["value"], ndcg)
        yield (
            f"| {title} | {hit:.4f} | {span['value']:.4f} ({span['low']:.4f} to {span['high']:.4f})"
            f" | {recall:.4f} | {mrr:.4f} | {len(shown) / case.train.n_items:.3f}"
            f" | {fit:.2f} | {answer:.2f} |"
        )


def cases(names: list[str]) -> Iterator[Case]:
    for name in names:
        if name in OTHERS:
            yield {"retailrocket": retailrocket, "taobao": taobao, "groceries": groceries}[name]()
            continue
        yield leave_one_out(name, shuffled=False)
        if name in ("amazon_beauty", "amazon_sports"):
            yield leave_one_out(name, shuffled=True)
            yield time_split(name)


def main() -> None:
    names = sys.argv[1:] or [*SEQUENCES, *OTHERS]
    lines = ["# Quality of the recommenders", "", (__doc__ or "").strip()]
    for case in cases(names):
        for line in report(case):
            print(line, flush=True)
            lines.append(line)
    if not sys.argv[1:]:
        RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
