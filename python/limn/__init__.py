# SPDX-License-Identifier: MIT
"""limn draws user profiles: behaviour logs and user tables in; segments, interests, next actions,
recommendations and reasons out.

    log = limn.EventLog.from_table(events, user="user", item="item", time="time")
    profiler = limn.Profiler().fit(log, users)
    profiler.profile("u42")

The rooms (`limn.impute`, `limn.cluster`, ...) hold the single algorithms, each class an estimator
by scikit-learn's conventions.
"""

from __future__ import annotations

import importlib
from typing import Any

from . import (
    cluster,
    coldstart,
    data,
    encoder,
    evaluate,
    features,
    filter,
    impute,
    learn,
    outlier,
    recommend,
)
from ._files import load
from ._limn import Component, EventLog, Table, __version__, get_threads, set_threads
from ._progress import set_progress
from .errors import (
    CancelledError,
    DataError,
    Error,
    FormatError,
    IoError,
    LimitError,
    NotFittedError,
    ParamError,
    ShapeError,
)
from .profiler import Profile, Profiler

__all__ = [
    "CancelledError",
    "Component",
    "DataError",
    "Error",
    "EventLog",
    "FormatError",
    "IoError",
    "LimitError",
    "NotFittedError",
    "ParamError",
    "Profile",
    "Profiler",
    "ShapeError",
    "Table",
    "__version__",
    "cluster",
    "coldstart",
    "data",
    "encoder",
    "evaluate",
    "features",
    "filter",
    "get_threads",
    "impute",
    "learn",
    "load",
    "outlier",
    "recommend",
    "set_progress",
    "set_threads",
]


def __getattr__(name: str) -> Any:
    """`limn.torch` is imported when it is asked for: it needs a library that limn does not."""
    if name == "torch":
        return importlib.import_module(".torch", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
