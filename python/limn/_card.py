# SPDX-License-Identifier: MIT
"""One user's document as a card for notebooks: plain HTML, no script."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

_BOX = (
    "border:1px solid #d0d7de;border-radius:8px;padding:12px 16px;max-width:46em;"
    "font:14px/1.45 system-ui,sans-serif"
)
_HEAD = "margin:10px 0 2px;font-weight:600;color:#57606a"


def draw(profile: Mapping[str, Any]) -> str:
    parts = [f"<div style='{_BOX}'>", _title(profile)]
    parts += _section("Segments", profile.get("segments"), _segment)
    parts += _section("Scores", _scores(profile.get("scores")), _score)
    parts += _section("Recommendations", profile.get("recommendations"), _suggestion)
    parts += _section("Traits", _known_traits(profile.get("traits")), _trait)
    cold = profile.get("cold_start") or {}
    if cold.get("stage"):
        parts.append(
            f"<div style='{_HEAD}'>Known from</div>{_text(cold['stage'])}, "
            f"{_text(cold.get('n_events', 0))} events"
        )
    return "".join([*parts, "</div>"])


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return html.escape(str(value))


def _title(profile: Mapping[str, Any]) -> str:
    name = _text(profile.get("profile_id", ""))
    return (
        f"<b style='font-size:16px'>{name}</b> <span>as of {_text(profile.get('as_of', ''))}</span>"
    )


def _section(title: str, entries: Any, line: Any) -> list[str]:
    if not isinstance(entries, list) or not entries:
        return []
    rows = "".join(f"<li>{line(e)}</li>" for e in entries[:8])
    return [
        f"<div style='{_HEAD}'>{title}</div><ul style='margin:0;padding-left:1.2em'>{rows}</ul>"
    ]


def _segment(entry: Mapping[str, Any]) -> str:
    share = entry.get("probability")
    return f"{_text(entry.get('name', entry.get('id')))}" + (f" ({share:.0%})" if share else "")


def _scores(scores: Any) -> list[Any]:
    if not isinstance(scores, Mapping):
        return []
    return [{"task": task, **value} for task, value in scores.items()]


def _score(entry: Mapping[str, Any]) -> str:
    horizon = entry.get("horizon") or ""
    return f"{_text(entry['task'])}: {_text(entry.get('value'))} {_text(horizon)}"


def _suggestion(entry: Mapping[str, Any]) -> str:
    reasons = entry.get("reasons") or []
    why = (
        f" <span style='color:#57606a'>{_text(reasons[0].get('text', ''))}</span>"
        if reasons
        else ""
    )
    return f"{_text(entry.get('item'))}{why}"


def _known_traits(traits: Any) -> list[Any]:
    entries = (
        traits
        if isinstance(traits, list)
        else [{"name": name, **value} for name, value in (traits or {}).items()]
    )
    return [t for t in entries if t.get("value") is not None and not t.get("imputed")]


def _trait(entry: Mapping[str, Any]) -> str:
    return f"{_text(entry.get('name'))}: {_text(entry.get('value'))}"
