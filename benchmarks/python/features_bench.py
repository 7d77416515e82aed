# SPDX-License-Identifier: MIT
"""Scalers, bins and event features beside their fastest peers: same arrays, same threads,
alternating.

    python benchmarks/python/features_bench.py [--rows 1000000] [--events 20000000] [--repeats 5]
        [--write benchmarks/results/features_speed.md]

Tables: float32, (rows, 32). Events: users by a Zipf law, the log in order of time; limn's log is
grouped by user once (`EventLog.from_table`, shown as a line of its own), duckdb keeps the events in
a table of its own and groups in each question. Both compute the same columns, all of them, and the
answers are compared in the run.
"""

from __future__ import annotations

import argparse
import pathlib
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars
from sklearn.preprocessing import QuantileTransformer

import limn

Call = Callable[[], Any]
lines: list[str] = []


def say(line: str) -> None:
    lines.append(line)
    print(line, flush=True)


def compare(title: str, peer: str, ours: Call, theirs: Call, repeats: int, check: Any) -> None:
    left, right = ours(), theirs()
    note = "equal" if check(left, right) else "DIFFERENT"
    del left, right
    own, other = [], []
    for _ in range(repeats):
        for call, taken in ((ours, own), (theirs, other)):
            start = time.perf_counter()
            call()
            taken.append(time.perf_counter() - start)
    say(
        f"| {title} | {min(own):.3f} ({statistics.median(own):.3f}) | {peer} | "
        f"{min(other):.3f} ({statistics.median(other):.3f}) | {min(other) / min(own):.2f} | "
        f"{note} |"
    )


def close(a: Any, b: Any) -> bool:
    return bool(np.allclose(np.asarray(a), np.asarray(b), rtol=1e-3, atol=1e-3, equal_nan=True))


def tables(rows: int, repeats: int) -> None:
    rng = np.random.default_rng(0)
    x = (np.exp(rng.normal(size=(rows, 32)) * 0.5)).astype(np.float32)
    frame = polars.DataFrame(dict(zip([f"c{i}" for i in range(32)], x.T.copy(), strict=True)))
    every = polars.all()

    def robust() -> np.ndarray:
        low, mid, high = np.percentile(x, [25, 50, 75], axis=0)
        return (x - mid.astype(np.float32)) / (high - low).astype(np.float32)

    def bins() -> Any:
        return frame.select(every.bin_quantiles(32, labels=False))

    compare(
        "standardise",
        "polars",
        lambda: limn.features.Standard().fit(x).transform(x),
        lambda: frame.select((every - every.mean()) / every.std(ddof=0)),
        repeats,
        lambda a, b: close(a[:1000], b[:1000].to_numpy()),
    )
    compare(
        "robust scale",
        "numpy",
        lambda: limn.features.Robust().fit(x).transform(x),
        robust,
        repeats,
        lambda a, b: close(a[:1000], b[:1000]),
    )
    compare(
        "quantile transform, 1,000 landmarks of all rows",
        "scikit-learn",
        lambda: limn.features.Quantile().fit(x).transform(x),
        lambda: QuantileTransformer(subsample=None).fit_transform(x),
        max(1, repeats // 2),
        lambda a, b: close(a[:1000], b[:1000]),
    )
    compare(
        "32 exact quantile bins",
        "polars",
        lambda: limn.features.KBins(n_bins=32).fit(x).transform(x),
        bins,
        repeats,
        lambda a, b: float((a[:1000] == b[:1000].to_numpy()).mean()) > 0.99,
    )
    compare(
        "edges alone",
        "numpy sort",
        lambda: limn.features.KBins(n_bins=32).fit(x),
        lambda: np.sort(x, axis=0),
        repeats,
        lambda a, b: close(a.bin_edges_[0][[0, -1]], b[[0, -1], 0]),
    )


EACH_DAY = 86_400


def rfm_sql(last: int) -> str:
    edges = "quantile_cont({0}, [0.2, 0.4, 0.6, 0.8])"
    level = "1 + len(list_filter(edges.{0}, lambda edge: edge < u.{1}))"
    return f"""
        with u as (
            select user, ({last} - max(time)) / 86400.0 recency,
                count(distinct time // 86400) filter (where value >= 0) frequency, sum(value) total,
                avg(value) filter (where value >= 0) mean, count(*) n,
                count(*) filter (where value < 0) returned, ({last} - min(time)) / 86400.0 tenure,
                (max(time) - min(time)) / 86400.0 age
            from events group by user),
        edges as (select {edges.format("recency")} r, {edges.format("frequency")} f,
            {edges.format("total")} m from u)
        select u.*, 6 - ({level.format("r", "recency")}) r_score,
            {level.format("f", "frequency")} f_score, {level.format("m", "total")} m_score
        from u, edges"""


def windows_sql(last: int) -> str:
    columns = []
    for days in (7, 30, 90):
        inside = f"filter (where time > {last - days * EACH_DAY})"
        ahead = (
            f"filter (where time <= {last - days * EACH_DAY} "
            f"and time > {last - 2 * days * EACH_DAY})"
        )
        columns.append(
            f"count(*) {inside} n{days}, coalesce(sum(value) {inside}, 0) s{days}, "
            f"count(distinct item) {inside} i{days}, "
            f"count(distinct time // 86400) {inside} a{days}, "
            f"(n{days} - count(*) {ahead}) / nullif(n{days} + count(*) {ahead}, 0) t{days}"
        )
    return f"select user, {', '.join(columns)} from events group by user"


def sessions_sql(last: int) -> str:
    return f"""
        with numbered as (
            select user, item, time,
                sum((gap is null or gap > 1800)::int) over (partition by user order by time
                    rows unbounded preceding) visit
            from (select *, time - lag(time) over (partition by user order by time) gap
                from events)),
        visits as (
            select user, visit, count(*) n, (max(time) - min(time)) / 60.0 as minutes,
                count(distinct item) items, min(time) since
            from numbered group by user, visit)
        select user, count(*) k, avg(n), avg(minutes), max(minutes), avg(items), avg((n = 1)::int),
            count(*) / greatest(({last} - min(since)) / 604800.0, 1)
        from visits group by user"""


def events(n: int, repeats: int, threads: int) -> None:
    rng = np.random.default_rng(1)
    users = max(1, n // 100)
    user = np.minimum(rng.zipf(1.3, n) * 7919 % users, users - 1).astype(np.int64)
    seconds = np.sort(rng.integers(0, 90 * EACH_DAY, n)) + 1_700_000_000
    columns = {
        "user": user,
        "item": rng.integers(0, 50_000, n),
        "type": rng.integers(0, 5, n),
        "time": seconds,
        "value": np.round(rng.exponential(20, n), 2),
    }
    names = {"user": "user", "item": "item", "type": "type", "time": "time", "value": "value"}
    start = time.perf_counter()
    log = limn.EventLog.from_table(columns, time_unit="s", **names)
    say(f"| group {n:,} events by user, once | {time.perf_counter() - start:.3f} | | | | |")
    base = duckdb.connect()
    base.execute(f"set threads to {threads}")
    base.register("arrow", polars.DataFrame(columns).to_arrow())
    base.execute("create table events as select * from arrow")  # its own storage, as for limn
    order = np.argsort(np.asarray(log.users).astype(np.int64))

    def ask(sql: str) -> np.ndarray:
        found = base.execute(sql).fetchnumpy()
        return np.column_stack([np.ma.filled(v.astype(float), np.nan) for v in found.values()])

    def same(ours: np.ndarray, theirs: np.ndarray) -> bool:
        return close(ours[order], theirs[np.argsort(theirs[:, 0])][:, 1:])

    last = int(seconds[-1])
    jobs: list[tuple[str, Any, str]] = [
        ("recency, frequency, sums, scores (Rfm, 11 columns)", limn.features.Rfm, rfm_sql(last)),
        (
            "counts, sums, distinct items, days, trends in three windows (Windows, 15 columns)",
            limn.features.Windows,
            windows_sql(last),
        ),
        (
            "sessions of 30 minutes (Sessions, 7 columns)",
            limn.features.Sessions,
            sessions_sql(last),
        ),
    ]
    for title, kind, sql in jobs:
        compare(
            title,
            "duckdb",
            lambda kind=kind: kind().fit(log).transform(log),
            lambda sql=sql: ask(sql),
            repeats,
            same,
        )
    compare(
        "all three",
        "duckdb",
        lambda: [kind().fit(log).transform(log) for _, kind, _ in jobs],
        lambda: [ask(sql) for _, _, sql in jobs],
        repeats,
        lambda a, b: all(same(x, y) for x, y in zip(a, b, strict=True)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    limn.set_threads(options.threads)
    say("# Scalers, bins and event features beside their peers\n")
    say(
        f"`python {' '.join(sys.argv)}`: {options.rows:,} x 32 float32, {options.events:,} events; "
        f"{options.threads} threads for limn and duckdb (polars: POLARS_MAX_THREADS); minimum "
        f"(median) of {options.repeats}; ratio of the minima.\n"
    )
    say("| job | limn s | peer | peer s | ratio | answers |")
    say("|---|---|---|---|---|---|")
    if options.rows:
        tables(options.rows, options.repeats)
    if options.events:
        events(options.events, options.repeats, options.threads)
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
