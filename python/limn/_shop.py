# SPDX-License-Identifier: MIT
"""A shop that never was: events and users that behave like real ones, to try things on."""

from __future__ import annotations

from typing import Any

import numpy as np

_CATEGORIES = (
    "kitchen",
    "garden",
    "toys",
    "books",
    "lighting",
    "stationery",
    "bags",
    "candles",
    "textiles",
    "tools",
    "sweets",
    "seasonal",
)
# Share of each category in the taste of six kinds of customers; rows sum to one.
_TASTES = np.array(
    [
        [5, 1, 0.5, 1, 2, 1, 1, 2, 3, 1, 1, 1],
        [1, 6, 1, 0.5, 1, 0.5, 0.5, 1, 1, 4, 0.5, 1],
        [1, 1, 6, 3, 0.5, 2, 1, 0.5, 1, 0.5, 3, 2],
        [0.5, 0.5, 1, 6, 1, 4, 2, 1, 0.5, 0.5, 1, 0.5],
        [2, 1, 0.5, 0.5, 4, 0.5, 1, 5, 4, 0.5, 0.5, 2],
        [0.5, 0.5, 1, 0.5, 0.5, 1, 2, 1, 0.5, 0.5, 5, 6],
    ]
)
_ITEMS_PER_CATEGORY = 25
_START = np.datetime64("2024-01-01", "s")
_DAYS = 365
_CITIES = ("Leeds", "Lyon", "Gdansk", "Porto", "Uppsala", "Graz", "Turku", "Ghent")
_CHANNELS = ("search", "friend", "advert", "shop")


def make_shop(n_users: int = 2000, random_state: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
    """A year of a made-up shop: `(events, users)`, two tables as dicts of numpy arrays.

    events: user, item, time (datetime64[s]), type ("view", "cart", "buy", "return"), price (of the
    bought items, negative for returns, NaN for views). Six kinds of customers with tastes of their
    own, visits with a rhythm per user, busy evenings and Decembers, items that follow each other,
    returns, a few bots, a few events sent twice.
    users: user, age, city, channel, newsletter; about one age in eight and one city in ten is
    missing; one user in fifty has no event.
    """
    rng = np.random.default_rng(random_state)
    n_users = max(int(n_users), 1)
    kind = rng.choice(len(_TASTES), n_users, p=[0.24, 0.18, 0.2, 0.15, 0.13, 0.1])
    visits = _visits(rng, n_users, kind)
    user, time, first = visits
    item = _items(rng, kind, user, first)
    events = _outcome(rng, user, time, item)
    events = _with_bots(rng, events, n_users)
    order = np.argsort(events["time"], kind="stable")
    events = {name: column[order] for name, column in events.items()}
    return _named(events), _users(rng, n_users, kind)


def _visits(rng: Any, n_users: int, kind: Any) -> tuple[Any, Any, Any]:
    """User, second and "first of its visit" of each event, in the order of a user's time."""
    rate = rng.gamma(1.3, 1.0, n_users) * (1.0 + 0.15 * kind) * 0.045  # visits a day
    born = rng.uniform(0, 0.8 * _DAYS, n_users)
    leaves = born + rng.exponential(260.0, n_users)
    n = rng.poisson(np.clip(rate * (np.minimum(leaves, _DAYS) - born), 0, 150))
    n[rng.random(n_users) < 0.02] = 0
    user = np.repeat(np.arange(n_users), n)
    low, high = born[user], np.minimum(leaves, _DAYS)[user]
    day = np.floor(low + (high - low) * rng.random(user.size))
    busy = 0.6 + 0.4 * np.exp(-(((day - 345) / 18) ** 2)) + 0.15 * np.sin(day / 58)
    keep = rng.random(user.size) < busy
    user, day = user[keep], day[keep]
    hour = np.clip(rng.normal(np.where(kind[user] % 2, 20.0, 12.5), 2.8), 0, 23.9)
    start = day * 86_400 + hour * 3_600
    length = 1 + rng.geometric(0.32, user.size)
    where = np.repeat(np.arange(user.size), length)
    step = np.arange(where.size) - np.repeat(np.cumsum(length) - length, length)
    second = start[where] + np.cumsum(rng.exponential(45.0, where.size)) % 90 + 70.0 * step
    order = np.lexsort((second, user[where]))
    where, step = where[order], step[order]
    return user[where], second[order].astype(np.int64), step == 0


def _items(rng: Any, kind: Any, user: Any, first: Any) -> Any:
    """An item for each event: what follows the item before, or what the taste says."""
    n_items = len(_CATEGORIES) * _ITEMS_PER_CATEGORY
    fame = rng.zipf(1.6, n_items).clip(1, 60) ** 0.7
    taste = _TASTES / _TASTES.sum(axis=1, keepdims=True)
    odds = np.repeat(taste, _ITEMS_PER_CATEGORY, axis=1) * fame
    steps = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
    # What follows what depends on the kind of customer: a history says more than its last item.
    follows = rng.permuted(np.tile(np.arange(n_items), (3 * len(taste), 1)), axis=1)
    follows = follows.reshape(len(taste), 3, n_items)
    by_taste = np.empty(user.size, dtype=np.int64)
    for k in range(len(taste)):
        mine = kind[user] == k
        by_taste[mine] = np.searchsorted(steps[k], rng.random(int(mine.sum()))).clip(0, n_items - 1)
    chained = ~first & (rng.random(user.size) < 0.55)
    choice = rng.choice(3, user.size, p=[0.6, 0.25, 0.15])
    item = by_taste
    for i in np.flatnonzero(chained):
        item[i] = follows[kind[user[i]], choice[i], item[i - 1]]
    return item


def _outcome(rng: Any, user: Any, time: Any, item: Any) -> dict[str, Any]:
    """Views become carts and sales, some sales come back."""
    n_items = len(_CATEGORIES) * _ITEMS_PER_CATEGORY
    price = np.round(np.exp(rng.normal(2.2, 0.8, n_items)), 2)
    luck = rng.random(user.size)
    kind = np.where(luck < 0.3, "buy", np.where(luck < 0.45, "cart", "view")).astype(object)
    paid = np.where(kind == "buy", price[item] * rng.integers(1, 4, user.size), np.nan)
    back = np.flatnonzero((kind == "buy") & (rng.random(user.size) < 0.03))
    later = time[back] + rng.integers(2, 20, back.size) * 86_400
    within = later < _DAYS * 86_400
    back, later = back[within], later[within]
    return {
        "user": np.concatenate([user, user[back]]),
        "item": np.concatenate([item, item[back]]),
        "time": np.concatenate([time, later]),
        "type": np.concatenate([kind, np.full(back.size, "return", dtype=object)]),
        "price": np.concatenate([paid, -paid[back]]),
    }


def _with_bots(rng: Any, events: dict[str, Any], n_users: int) -> dict[str, Any]:
    """Three users in a thousand click like clockwork; one event in 200 is sent twice."""
    n_items = len(_CATEGORIES) * _ITEMS_PER_CATEGORY
    bots = rng.choice(n_users, max(1, n_users * 3 // 1000), replace=False)
    people = ~np.isin(events["user"], bots)
    events = {name: column[people] for name, column in events.items()}
    n = 600
    start = rng.integers(0, (_DAYS - 2) * 86_400, bots.size)
    extra = {
        "user": np.repeat(bots, n),
        "item": rng.integers(0, n_items, bots.size * n),
        "time": np.repeat(start, n) + np.tile(np.arange(n) * 12, bots.size),
        "type": np.full(bots.size * n, "view", dtype=object),
        "price": np.full(bots.size * n, np.nan),
    }
    twice = rng.random(events["user"].size) < 0.005
    return {k: np.concatenate([v, v[twice], extra[k]]) for k, v in events.items()}


def _named(events: dict[str, Any]) -> dict[str, Any]:
    names = np.array(
        [f"{c}-{i:02d}" for c in _CATEGORIES for i in range(_ITEMS_PER_CATEGORY)], dtype=object
    )
    return {
        "user": _user_names(events["user"]),
        "item": names[events["item"]],
        "time": _START + events["time"].astype("timedelta64[s]"),
        "type": events["type"],
        "price": events["price"],
    }


def _user_names(codes: Any) -> Any:
    known = np.array([f"u{i:05d}" for i in range(int(codes.max(initial=-1)) + 1)], dtype=object)
    return known[codes]


def _users(rng: Any, n_users: int, kind: Any) -> dict[str, Any]:
    age = np.clip(np.rint(rng.normal(np.array([46, 55, 35, 29, 41, 24])[kind], 8)), 18, 90)
    age[rng.random(n_users) < 0.12] = np.nan
    likely = np.where(rng.random(n_users) < 0.5, kind, rng.integers(0, len(_CITIES), n_users))
    city = np.array(_CITIES, dtype=object)[likely]
    city[rng.random(n_users) < 0.1] = None
    channel = np.array(_CHANNELS, dtype=object)[rng.choice(4, n_users, p=[0.45, 0.2, 0.25, 0.1])]
    return {
        "user": _user_names(np.arange(n_users)),
        "age": age,
        "city": city,
        "channel": channel,
        "newsletter": rng.random(n_users) < 0.25 + 0.08 * kind,
    }
