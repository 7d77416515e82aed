# SPDX-License-Identifier: MIT
"""recommend: what to offer?"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as _Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._limn import EventLog
from ._limn import recommend as _room
from ._limn.recommend import *  # noqa: F403
from ._numbers import numbers as _numbers
from ._rooms import adopt as _adopt

__all__ = [*_adopt(__name__, _room), "context_boost", "rerank"]


def rerank(
    items: ArrayLike,
    scores: ArrayLike,
    k: int = 10,
    *,
    diversity: float = 0.0,
    vectors: Mapping[Any, ArrayLike] | None = None,
    boost: Mapping[Any, float] | None = None,
    categories: Mapping[Any, Any] | None = None,
    max_per_category: int | None = None,
    exclude: _Sequence[Any] = (),
    pin: _Sequence[Any] = (),
) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """The k best of each user's candidates under rules: (n_users, k) items and scores.

    items, scores: what `recommend(log, k=100)` answers. diversity: 0 = by score alone ... 1 = by
    being different alone (maximal marginal relevance over `vectors`, item -> vector). boost: item
    -> factor on scores above zero, see `context_boost`. At most `max_per_category` items of one
    category (item -> category) stand in a list; `exclude` never, `pin` first. Items that a mapping
    does not know are left as they are.
    """
    table = np.asarray(items)
    known = list(dict.fromkeys(i for i in table.ravel().tolist() if i is not None and i != -1))
    code = {item: n for n, item in enumerate(known)}
    for item in pin:
        code.setdefault(item, len(code))
    ids = list(code)
    codes = np.array([[code.get(i, -1) for i in row] for row in table.tolist()], dtype=np.int32)
    width = len(next(iter(vectors.values()))) if vectors else 0  # type: ignore[arg-type]
    rows = np.zeros((len(ids) if vectors else 0, width), dtype=np.float32)
    factors = np.ones(len(ids) if boost else 0, dtype=np.float32)
    kinds = np.full(len(ids) if categories else 0, -1, dtype=np.int32)
    labels: dict[Any, int] = {}
    for n, item in enumerate(ids):
        if vectors and item in vectors:
            rows[n] = _numbers(vectors[item], np.float32, "recommend.rerank", "vectors")
        if boost and item in boost:
            factors[n] = _numbers(boost[item], np.float32, "recommend.rerank", "boost")
        if categories and item in categories:
            kinds[n] = labels.setdefault(categories[item], len(labels))
    out, best = _room._rerank(
        codes.reshape(table.shape),
        _numbers(scores, np.float32, "recommend.rerank", "scores"),
        k,
        diversity,
        rows,
        factors,
        kinds,
        max_per_category or 0,
        [code[item] for item in exclude if item in code],
        [code[item] for item in pin],
    )
    text = table.dtype == object
    names = np.array([*ids, None if text else -1], dtype=table.dtype)
    return names[out], best


def context_boost(
    log: EventLog, context: ArrayLike, asked: Any, shrinkage: float = 20.0
) -> dict[Any, float]:
    """How much more each item is taken in one context than otherwise, for `rerank(boost=)`.

    context: one value an event, in the order of `log.to_table()`: an hour, a weekday, a place;
    asked: the value that holds now. Shares are drawn towards everybody's by `shrinkage` events.
    """
    values, codes = np.unique(np.asarray(context), return_inverse=True)
    wanted = np.flatnonzero(values == asked)
    boost = _room._context_boost(
        log, codes.astype(np.int32), int(wanted[0]) if wanted.size else -2, shrinkage
    )
    return dict(zip(log.items, boost.tolist(), strict=True))
