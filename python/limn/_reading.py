# SPDX-License-Identifier: MIT
"""A log as an encoder's network reads it, for the networks of other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import DataError, ParamError, make

#: Stands for a time nobody knows, in `times_us`.
NO_TIME = np.iinfo(np.int64).min

_LONGEST = 100_000


def batch(encoder: Any, log: Any) -> dict[str, NDArray[Any]]:
    """items and, as far as the encoder reads them, types, values and times_us: one row a user of
    the log, oldest event first, padded on the right with -1, -1, NaN and NO_TIME. Events whose
    item was unknown at fit are left out; of long histories stay the last events, as many as an
    embedding depends on."""
    reading = encoder._reading()
    user, item, kind, times, values = encoder._known_events(log)
    counts = np.bincount(user, minlength=log.n_users).astype(np.int64)
    # One more: what is known of an event may hold the gap to the one before.
    longest = min(int(reading["reach"]) + 1, _LONGEST)
    row_begin = np.cumsum(counts) - counts
    left = np.arange(len(user)) - row_begin[user] - np.maximum(counts - longest, 0)[user]
    keep = left >= 0
    # One column at least: a graph looks at the last event, padding where there is none.
    shape = (log.n_users, max(1, int(min(counts.max(initial=0), longest))))
    place = (user[keep], left[keep])

    def padded(column: NDArray[Any], blank: Any, kind_of: Any) -> NDArray[Any]:
        out = np.full(shape, blank, dtype=kind_of)
        out[place] = column[keep]
        return out

    out = {"items": padded(item, -1, np.int64)}
    if reading["types"]:
        out["types"] = padded(kind, -1, np.int64)
    if reading["values"]:
        out["values"] = padded(values, np.nan, np.float64)
    if reading["calendar"] or reading["gaps"]:
        known = np.full_like(times, NO_TIME) if log.ordered_only else times
        out["times_us"] = padded(known, NO_TIME, np.int64)
    return out


def need(library: str, extra: str, component: str) -> Any:
    """A library that only this part of limn asks for. Errors: ParamError, which says how."""
    import importlib

    try:
        return importlib.import_module(library)
    except ImportError as error:
        raise make(
            ParamError,
            "LIMN-E014",
            component,
            f"package '{library}'",
            "no such package",
            f"{library} installed",
            f"pip install 'limn[{extra}]'",
        ) from error


def require_encoder(encoder: Any, component: str) -> str:
    """What kind of encoder this is: attention, gru or convolution. Errors: DataError."""
    kinds = {
        "encoder.event_encoder": "attention",
        "encoder.gru_encoder": "gru",
        "encoder.conv_encoder": "convolution",
    }
    name = getattr(encoder, "component", type(encoder).__name__)
    if name in kinds:
        return kinds[name]
    raise make(
        DataError,
        "LIMN-E033",
        component,
        "encoder",
        f"an object of type {type(encoder).__name__}",
        "a fitted encoder of limn",
        "pass limn.encoder.EventEncoder(...).fit(log)",
    )
