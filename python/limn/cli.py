# SPDX-License-Identifier: MIT
"""The command line: files in, files out, progress on stderr.

Exit codes: 0 = done; 1 = the input is at fault (the message names the place); 2 = usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

TIMES = ["s", "ms", "us", "ns", "day", "order"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return 2
    from . import errors
    from ._progress import set_progress

    shown = _Stages()
    set_progress(False if options.quiet else shown.tell)
    try:
        return int(options.run(options))
    except errors.Error as error:
        shown.end()
        print(f"limn: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        shown.end()
        print("limn: stopped; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        shown.end()
        set_progress(None)


class _Stages:
    """Progress as one line on stderr, rewritten on a terminal, a line a stage elsewhere."""

    def __init__(self) -> None:
        self._stage = ""
        self._open = False

    def tell(self, fraction: float, stage: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{fraction:4.0%} {stage}", end="", file=sys.stderr, flush=True)
            self._open = True
        elif stage != self._stage:
            print(f"{fraction:4.0%} {stage}", file=sys.stderr, flush=True)
        self._stage = stage

    def end(self) -> None:
        if self._open:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._open = False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="limn", description="User profiles from behaviour logs: files in, files out."
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_fit(commands)
    _add_answers(commands)
    _add_judgements(commands)
    _add_demo(commands)
    return parser


def _version() -> str:
    from ._limn import __version__

    return f"limn {__version__}"


def _command(commands: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    made.set_defaults(run=run)
    return made


def _add_fit(commands: Any) -> None:
    fit = _command(commands, "fit", _fit, "Learns from an event file and writes a model file.")
    fit.add_argument("--events", required=True, metavar="FILE", help="CSV, Parquet, JSON or NDJSON")
    for role in ("user", "item", "time"):
        fit.add_argument(f"--{role}", required=True, metavar="COL", help=f"column with the {role}")
    for role in ("type", "value"):
        fit.add_argument(f"--{role}", metavar="COL", help=f"column with the {role} of the event")
    fit.add_argument("--time-unit", choices=TIMES, help="what numbers in the time column count")
    fit.add_argument("--users", metavar="FILE", help="a table with one row a user")
    fit.add_argument("--user-id", metavar="COL", help="its key column")
    fit.add_argument("--config", metavar="FILE", help="JSON; see limn inspect for the fields")
    fit.add_argument("--out", required=True, metavar="M.limn", help="model file to write")
    fit.add_argument("--threads", type=int, default=None, help="0 = all of the machine")
    fit.add_argument("--json", action="store_true", help="summary as JSON on stdout")


def _add_answers(commands: Any) -> None:
    profile = _command(commands, "profile", _profile, "Profile documents, one JSON a line.")
    _model(profile)
    who = profile.add_mutually_exclusive_group(required=True)
    who.add_argument("--user", metavar="ID")
    who.add_argument("--all", action="store_true", help="every known user")
    profile.add_argument("--out", metavar="F.jsonl", help="file to write; default: stdout")
    profile.add_argument("--json", action="store_true", help="one line even for one user")
    recommend = _command(commands, "recommend", _recommend, "The best items for a user.")
    _model(recommend)
    recommend.add_argument("--user", required=True, metavar="ID")
    recommend.add_argument("-k", type=int, default=10, help="how many (default 10)")
    recommend.add_argument("--json", action="store_true")


def _add_judgements(commands: Any) -> None:
    evaluate = _command(commands, "evaluate", _evaluate, "Each learned part beside its baseline.")
    _model(evaluate)
    evaluate.add_argument("--json", action="store_true")
    report = _command(commands, "report", _report, "One HTML file about the whole.")
    _model(report)
    report.add_argument("--out", required=True, metavar="R.html")
    inspect = _command(commands, "inspect", _inspect, "What a model file holds.")
    inspect.add_argument("file", metavar="M.limn")
    inspect.add_argument("--json", action="store_true")


def _add_demo(commands: Any) -> None:
    demo = _command(commands, "demo", _demo, "Makes a shop, learns it, shows what comes out.")
    demo.add_argument("--out", default="limn-demo", metavar="DIR", help="default ./limn-demo")
    demo.add_argument("--users", type=int, default=3000, help="customers of the shop")
    demo.add_argument("--seed", type=int, default=0)
    demo.add_argument("--json", action="store_true", help="the evaluation as JSON on stdout")


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", required=True, metavar="M.limn")


def _load(path: str) -> Any:
    from .profiler import Profiler

    return Profiler.load(path)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _show(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _fit(options: argparse.Namespace) -> int:
    from ._limn import set_threads
    from ._log import from_table, read_file
    from .profiler import Profiler

    if options.threads is not None:
        set_threads(options.threads)
    start = time.monotonic()
    profiler = Profiler(options.config)
    log = from_table(
        read_file(options.events),
        user=options.user,
        item=options.item,
        time=options.time,
        type=options.type,
        value=options.value,
        time_unit=options.time_unit,
    )
    users = None if options.users is None else read_file(options.users)
    if not options.quiet:
        _say(
            f"{log.n_events} events of {log.n_users} users, {log.n_items} items"
            + (f"; {log.n_dropped} rows without a user" if log.n_dropped else "")
        )
    profiler.fit(log, users, user_id=options.user_id)
    profiler.save(options.out)
    summary = {
        "model": options.out,
        "users": profiler.n_users,
        "items": log.n_items,
        "events": log.n_events,
        "dropped": log.n_dropped,
        "segments": len(profiler.segments),
        "seconds": round(time.monotonic() - start, 1),
    }
    if options.json:
        _show(summary)
    elif not options.quiet:
        _say(f"{options.out}: {summary['segments']} segments, {summary['seconds']} s")
    return 0


def _profile(options: argparse.Namespace) -> int:
    profiler = _load(options.model)
    if options.out is None:
        for document in profiler.profiles() if options.all else [profiler.profile(options.user)]:
            print(document.to_json(None if options.all or options.json else 2))
        return 0
    from ._files import write_lines

    documents = profiler.profiles() if options.all else [profiler.profile(options.user)]
    write_lines(options.out, (document.to_json() for document in documents))
    return 0


def _recommend(options: argparse.Namespace) -> int:
    items = _load(options.model).recommend(options.user, options.k)
    if options.json:
        _show(items)
        return 0
    width = max((len(str(i["item"])) for i in items), default=4)
    sources = max((len(i["source"]) for i in items), default=4)
    for rank, entry in enumerate(items, 1):
        why = entry["reasons"][0]["text"] if entry["reasons"] else ""
        print(
            f"{rank:3d}  {entry['item']:<{width}}  {entry['score']:10.4g}  "
            f"{entry['source']:<{sources}}  {why}"
        )
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    table = _load(options.model).evaluate()
    if options.json:
        _show(table)
    else:
        _print_table(table)
    return 0


def _print_table(table: dict[str, Any]) -> None:
    lines = [("part", "metric", "value", "95 %", "baseline", "value", "difference, 95 %", "users")]
    for r in table["rows"]:
        lines.append(
            (
                r["part"], r["metric"], _cell(r["value"]), _span(r["interval"]), r["baseline"],
                _cell(r["baseline_value"]), _span(r["difference_interval"]), str(r["n_users"]),
            )
        )  # fmt: skip
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        print(
            "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        )
    for protocol in dict.fromkeys(f"{r['protocol']} (split {r['split']})" for r in table["rows"]):
        print(f"protocol: {protocol}")
    for note in table.get("notes", []):
        print(f"note: {note}")


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _span(interval: list[float | None] | None) -> str:
    return "-" if not interval else " .. ".join(_cell(end) for end in interval)


def _report(options: argparse.Namespace) -> int:
    _load(options.model).report(options.out)
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from ._files import describe

    facts = describe(options.file)
    if options.json:
        _show(facts)
        return 0
    print(f"{facts['file']}: {facts['component']}, {facts['bytes']:,} bytes, limn {facts['limn']}")
    for name, size in facts["parts"].items():
        print(f"  {size:12,}  {name}")
    for name, value in facts["options"].items():
        print(f"  {name} = {json.dumps(value, ensure_ascii=False)}")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from ._demo import run

    return run(options.out, options.users, options.seed, options.json)


if __name__ == "__main__":
    sys.exit(main())
