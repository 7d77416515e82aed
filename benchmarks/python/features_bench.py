# SPDX-License-Identifier: MIT
"""Scalers, bins and event features beside their fastest peers: same arrays, same threads,
alternating.

    python benchmarks/python/features_bench.py [--rows 1000000] [--events 20000000] [--repeats 5]
        [--write benchmarks/results/features_speed.md]

Tables: float32, (rows, 32). Events: users by a Zipf law, the log in order of time; limn's log is
grouped by user once (`EventLog.from_table`, shown as a line of its own), duckdb groups in each
question. Answers are compared in the run.
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
        shares = [i / 32 for i in range(1, 32)]
        return frame.select(every.qcut(shares, allow_duplicates=True).to_physical())

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


def events(n: int, repeats: int, threads: int) -> None:
    rng = np.random.default_rng(1)
    users = max(1, n // 100)
    user = np.minimum(rng.zipf(1.3, n) * 7919 % users, users - 1).astype(np.int64)
    seconds = np.sort(rng.integers(0, 90 * 86400, n)) + 1_700_000_000
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
    table = polars.DataFrame(columns).to_arrow()
    base = duckdb.connect()
    base.execute(f"set threads to {threads}")
    base.register("events", table)

    def ask(sql: str) -> Any:
        return base.execute(sql).fetchnumpy()

    def all_at_once() -> Any:
        kinds = (limn.features.Rfm, limn.features.Windows, limn.features.Sessions)
        return [kind().fit(log).transform(log) for kind in kinds]

    sessions = (
        "select user, count(*) n from (select user, time - lag(time) over (partition by user "
        "order by time) gap from events) where gap is null or gap > 1800 group by user"
    )
    compare(
        "basic: count, sum, mean, last, tenure (Rfm)",
        "duckdb",
        lambda: limn.features.Rfm().fit(log).transform(log),
        lambda: ask(
            "select user, count(*) n, sum(value) s, avg(value), max(time), min(time), "
            "sum((type = 0)::int), sum((type = 1)::int), sum((type = 2)::int) from events group by "
            "user"
        ),
        repeats,
        lambda a, b: len(a) == len(b["n"]),
    )
    compare(
        "counts, sums, distinct items in three windows (Windows)",
        "duckdb",
        lambda: limn.features.Windows().fit(log).transform(log),
        lambda: ask(
            "select user, "
            + ", ".join(
                f"count(*) filter (where time >= {seconds[-1] - d * 86400}), sum(value) filter "
                f"(where time >= {seconds[-1] - d * 86400}), count(distinct item) filter (where "
                f"time >= {seconds[-1] - d * 86400})"
                for d in (7, 30, 90)
            )
            + ", count(*) n from events group by user"
        ),
        repeats,
        lambda a, b: len(a) == len(b["n"]),
    )
    compare(
        "sessions of 30 minutes (Sessions)",
        "duckdb",
        lambda: limn.features.Sessions().fit(log).transform(log),
        lambda: ask(sessions),
        repeats,
        lambda a, b: len(a) == len(b["n"]) and abs(np.nansum(a[:, 0]) - b["n"].sum()) < 1,
    )
    compare(
        "all three",
        "duckdb",
        all_at_once,
        lambda: (ask(sessions), ask("select user, count(distinct item) from events group by user")),
        repeats,
        lambda a, b: len(a) == 3,
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
