# SPDX-License-Identifier: MIT
"""limn demo: a made-up shop, learned and shown."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

# Small enough for two cores and three minutes, large enough that the encoder pays.
_CONFIG: dict[str, Any] = {
    "encoder": {
        "encoder.event_encoder": {
            "width": 32,
            "max_length": 60,
            "epochs": 30,
            "patience": 0,  # two hundred users held out would choose a turn by luck
            "learning_rate": 3e-3,
        }
    },
}


def run(folder: str, n_users: int, seed: int, as_json: bool) -> int:
    from ._files import write_lines
    from ._limn import EventLog
    from ._shop import make_shop
    from .cli import _print_table, _say
    from .errors import IoError, make
    from .profiler import Profiler

    start = time.monotonic()
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise make(
            IoError,
            "LIMN-E063",
            "demo",
            "option '--out'",
            error.strerror or "a refusal",
            "a folder that can be made",
            "choose another folder",
        ) from error
    events, users = make_shop(n_users, seed)
    log = EventLog.from_table(
        events, user="user", item="item", time="time", type="type", value="price"
    )
    _say(f"a shop with {log.n_users} users, {log.n_items} items, {log.n_events} events")
    profiler = Profiler(_CONFIG).fit(log, users, user_id="user")
    _say(f"learned in {time.monotonic() - start:.0f} s")
    model, report = os.path.join(folder, "shop.limn"), os.path.join(folder, "report.html")
    profiler.save(model)
    profiler.report(report)
    write_lines(os.path.join(folder, "profiles.jsonl"), (p.to_json() for p in profiler.profiles()))
    table = profiler.evaluate()
    if as_json:
        json.dump(table, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        _show(profiler, table, _print_table)
    _say(f"{model}, {report} and profiles.jsonl written; {time.monotonic() - start:.0f} s in all")
    return 0


def _show(profiler: Any, table: dict[str, Any], print_table: Any) -> None:
    print("Segments")
    for segment in profiler.segments:
        print(f"  {segment['share']:4.0%}  {segment['name']}: {segment['rule']}")
    user = profiler.users[0]
    print(f"\nProfile of {user}")
    _brief(profiler.profile(user))
    print("\nA stranger who looked at two items")
    items = [entry["item"] for entry in profiler.recommend(user, 2)]
    for entry in profiler.recommend(history=items, k=3):
        reason = entry["reasons"][0]["text"] if entry["reasons"] else ""
        print(f"  {entry['item']:<16} {entry['source']:<24} {reason}")
    print("\nQuality")
    print_table(table)


def _brief(document: dict[str, Any]) -> None:
    for segment in document.get("segments", []):
        print(f"  segment: {segment.get('name')} ({segment.get('probability')})")
    for task, score in document.get("scores", {}).items():
        print(f"  {task}: {score.get('value')} {score.get('horizon') or ''}".rstrip())
    for entry in document.get("recommendations", [])[:3]:
        reason = entry["reasons"][0]["text"] if entry.get("reasons") else ""
        print(f"  offer: {entry['item']:<16} {reason}")
