# SPDX-License-Identifier: MIT
"""Moments of every kind to UTC microseconds."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from .errors import DataError, make


def to_us(moment: Any) -> int:
    """One moment: datetime, date, numpy.datetime64, ISO text, or an integer in microseconds.

    Moments without a zone are UTC.
    """
    if isinstance(moment, np.datetime64):
        return int(moment.astype("datetime64[us]").astype(np.int64))
    if isinstance(moment, np.integer | int) and not isinstance(moment, bool):
        return int(moment)
    if isinstance(moment, str):
        try:
            moment = datetime.datetime.fromisoformat(moment.strip().replace("Z", "+00:00"))
        except ValueError:  # whose message shows the text
            raise _bad_moment("a text that is no ISO time") from None
    if isinstance(moment, datetime.date) and not isinstance(moment, datetime.datetime):
        moment = datetime.datetime(moment.year, moment.month, moment.day)
    if isinstance(moment, datetime.datetime):
        return _datetime_us(moment)
    raise _bad_moment(f"an object of type {type(moment).__name__}")


def _bad_moment(got: str) -> Exception:
    return make(
        DataError,
        "LIMN-E033",
        "limn.data",
        "time",
        got,
        "datetime, numpy.datetime64, ISO text or integer microseconds",
        "convert it first",
    )


def _datetime_us(moment: datetime.datetime) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    delta = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
