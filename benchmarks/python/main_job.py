# SPDX-License-Identifier: MIT
"""The main job on real data: profiles of Online Retail's customers or MovieLens-1M's users.

    python benchmarks/python/main_job.py retail|movielens [--out FOLDER] [--set key=JSON ...]

Reads LIMN_DATA_DIR (default ../shared/data). Writes model, report and a page with the segments,
one profile in full, the evaluation, minutes and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

import limn

DATA = Path(os.environ.get("LIMN_DATA_DIR", "../shared/data"))


def retail() -> tuple[limn.EventLog, Any, str | None]:
    """Customer, stock code, invoice time, amount; cancellations are negative amounts."""
    events = duckdb.sql(
        f"""select customer_id as user, stock_code as item, invoice_date as time,
                   case when quantity < 0 then 'return' else 'purchase' end as type,
                   quantity * unit_price as amount
            from '{DATA / "transactions" / "online_retail.parquet"}'"""
    ).to_arrow_table()
    log = limn.EventLog.from_table(
        events, user="user", item="item", time="time", type="type", value="amount"
    )
    return log, None, None


def movielens() -> tuple[limn.EventLog, Any, str | None]:
    """The order of 999,611 ratings and the user table; the file has no clock."""
    folder = DATA / "sequences"
    events = duckdb.sql(
        f"""select "user", item, pos from read_csv('{folder / "ml1m_sequences.csv.gz"}')
            order by "user", pos"""
    ).to_arrow_table()
    users = duckdb.sql(
        f"""select "user", gender, cast(age as varchar) as age, occupation_name as occupation
            from read_csv('{folder / "ml1m_users.csv"}')"""
    ).to_arrow_table()
    log = limn.EventLog.from_table(events, user="user", item="item", time="pos", time_unit="order")
    return log, users, "user"


JOBS = {"retail": retail, "movielens": movielens}


def evaluation_table(profiler: limn.Profiler) -> str:
    rows = [
        "| part | metric | value | 95 % | baseline | its value | 95 % of the difference | users |",
        "|---|---|---|---|---|---|---|---|",
    ]
    document = profiler.evaluate()
    for r in document["rows"]:
        low, high = r["interval"]
        d_low, d_high = r["difference_interval"]
        rows.append(
            f"| {r['part']} | {r['metric']} | **{r['value']:.4f}** | {low:.4f} - {high:.4f} "
            f"| {r['baseline']} | {r['baseline_value']:.4f} | {d_low:+.4f} to {d_high:+.4f} "
            f"| {r['n_users']} |"
        )
    protocols = sorted({f"- {r['part']}: {r['protocol']}" for r in document["rows"]})
    notes = [f"- note: {note}" for note in document["notes"]]
    return "\n".join([*rows, "", *protocols, *notes])


def segment_table(profiler: limn.Profiler) -> str:
    rows = ["| segment | 中文 | users | rule | coverage | precision |", "|---|---|---|---|---|---|"]
    for s in profiler.segments:
        rows.append(
            f"| {s['name']} | {s['name_zh']} | {s['n_users']} ({s['share']:.1%}) | `{s['rule']}` "
            f"| {s['coverage']:.2f} | {s['precision']:.2f} |"
        )
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=sorted(JOBS))
    parser.add_argument("--out", type=Path, default=Path("main-job"))
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=JSON")
    arguments = parser.parse_args()
    config = {key: json.loads(value) for key, value in (s.split("=", 1) for s in arguments.set)}
    arguments.out.mkdir(parents=True, exist_ok=True)

    start = time.perf_counter()
    log, users, user_id = JOBS[arguments.job]()
    read = time.perf_counter() - start
    print(f"{log!r} in {read:.1f} s", file=sys.stderr)
    start = time.perf_counter()
    profiler = limn.Profiler(config)
    profiler.fit(log, users, user_id=user_id)
    fitted = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    model = arguments.out / f"{arguments.job}.limn"
    profiler.save(model)
    profiler.report(arguments.out / f"{arguments.job}.html")

    who = profiler.profile(log.users[len(log.users) // 2])
    who["embedding"]["data"] = [f"... {len(who['embedding']['data'])} numbers"]
    options = " ".join(["--set", *arguments.set]) if arguments.set else ""
    command = f"python benchmarks/python/main_job.py {arguments.job} {options}".strip()
    page = f"""# {arguments.job}

`{command}`

{log.n_users} users, {log.n_items} items, {log.n_events} events ({log.n_dropped} rows without a user
dropped). Read in {read:.1f} s, fitted and judged in {fitted / 60:.1f} minutes on
{limn.get_threads()} threads, {memory:.0f} MiB at most, model file
{model.stat().st_size / 2**20:.1f} MiB.

## Segments

{segment_table(profiler)}

## Evaluation

{evaluation_table(profiler)}

## One profile

```json
{json.dumps(who, ensure_ascii=False, indent=1)}
```
"""
    (arguments.out / f"{arguments.job}.md").write_text(page, encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
