# SPDX-License-Identifier: MIT
"""profiler: all of it, for one user."""

from __future__ import annotations

import html as _html
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import _card, _foreign
from ._config import make_core
from ._limn import EventLog, _Profiler
from ._stranger import attributes as read_attributes
from ._stranger import events as read_events
from ._tables import as_table
from .errors import ParamError, make

__all__ = ["Profile", "Profiler"]


class Profile(dict[str, Any]):
    """The document of one user: a dict of JSON values, drawn as a card in notebooks."""

    def to_json(self, indent: int | None = None) -> str:
        """The document as JSON text."""
        return json.dumps(self, ensure_ascii=False, indent=indent)

    def _repr_html_(self) -> str:
        return _card.draw(self)


class Profiler:
    """Learns from a log and a user table, and answers for every user, also one never seen before.

    Parameters
    ----------
    config : dict, path to a JSON file, or None
        What it is made of; every field has a sensible default. A component is named
        ("impute.median"), named with options ({"impute.knn": {"n_neighbors": 3}}), or an object:
        limn's own, or one of your own with the same methods, of which the class and the options
        of ``get_params()`` are taken (see `use`).
    **fields
        The same fields by name, over those of `config`: ``Profiler(n_segments=5)``.
    """

    def __init__(
        self,
        config: Mapping[str, Any] | str | os.PathLike[str] | None = None,
        **fields: Any,
    ) -> None:
        self._core = make_core(config, fields)
        self._columns: list[str] | None = None

    @staticmethod
    def use(kind: type) -> str:
        """Makes a class of yours known, so that configurations may name it and files that hold it
        load; returns its name: its attribute `component`, else "python.module.Class".

        It plays the part it has the methods for: fit(X) and transform(X) (clean, impute, scale),
        anomaly_score(X) or score_samples(X) (outlier), predict(X) (segments); fit(log), mask(log)
        (clean), or transform(log, as_of_us) and feature_names() (features). Passing an object to
        Profiler does this by itself; a program that loads a model calls it first.
        """
        return _foreign.use(kind)

    def fit(self, log: EventLog, users: Any = None, *, user_id: str | None = None) -> Profiler:
        """Learns everything; forgets what it knew.

        users: a table with one row a user; `user_id` names its key (default: the first of
        "user", "user_id", "id" that is there, else the first column).
        Errors: DataError for a log without events, an absent key column or one with twins.
        """
        table = None if users is None else as_table(users, [])
        key = "" if table is None else user_id or _key_of(table.names)
        self._core.fit(log, table, key)
        self._columns = None
        return self

    def profile(
        self,
        user: Any = None,
        *,
        history: Sequence[Any] | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> Profile:
        """The document of a user, or of a stranger by what the request brings. Being JSON by its
        schema, it names users and items by their text.

        history: items, or (item, time) pairs, or dicts with item, time, type and value.
        attributes: values by the names of the user table.
        Errors: DataError, ParamError for an unknown name; they say where it stands.
        """
        if _known(user, history, attributes):
            return Profile(json.loads(self._core.profile(str(user))))
        text = self._core.profile_of(*self._request(history, attributes))
        return Profile(json.loads(text))

    def profiles(self) -> Iterator[Profile]:
        """Every known user's document, in the order of `users`."""
        for user in self.users:
            yield self.profile(user)

    def recommend(
        self,
        user: Any = None,
        k: int = 10,
        *,
        history: Sequence[Any] | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """The k best items with score, source and reasons; for a stranger as in `profile`."""
        if _known(user, history, attributes):
            out = self._core.recommend(str(user), k)
        else:
            out = self._core.recommend_of(*self._request(history, attributes), k)
        if self._core.integer_items():
            for entry in out:
                entry["item"] = int(entry["item"])
        return out

    def predict(
        self,
        user: Any = None,
        *,
        history: Sequence[Any] | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Next actions, next items, and the chance of a return within the horizon."""
        if _known(user, history, attributes):
            text = self._core.predict(str(user))
        else:
            text = self._core.predict_of(*self._request(history, attributes))
        out: dict[str, Any] = json.loads(text)
        if self._core.integer_items():
            for entry in out.get("next_items", []):
                entry["name"] = int(entry["name"])
        return out

    def _request(self, history: Any, attributes: Any) -> tuple[list[Any], dict[str, Any]]:
        return read_events(history), read_attributes(attributes, self._attribute_names)

    def _attribute_names(self) -> list[str]:
        """What a user can be asked about, as the document of a blank stranger lists it."""
        if self._columns is None:
            self._columns = list(json.loads(self._core.profile_of([], {}))["attributes"])
        return self._columns

    def update(self, events: EventLog) -> Profiler:
        """New events and new users, without learning anew."""
        self._core.update(events)
        return self

    def forget(self, user: Any) -> dict[str, Any]:
        """Erases a user from this object and the files it saves; the receipt holds no trace."""
        receipt: dict[str, Any] = json.loads(self._core.forget(str(user)))
        return receipt

    def evaluate(self) -> dict[str, Any]:
        """The table made while fitting: each learned part beside its plain baseline."""
        table: dict[str, Any] = json.loads(self._core.evaluate())
        return table

    @property
    def segments(self) -> list[dict[str, Any]]:
        """Size, names and rule of each segment."""
        return self._core.segments()

    @property
    def users(self) -> list[Any]:
        """The known users' ids, integers where the log had integers."""
        ids = self._core.users()
        return [int(i) for i in ids] if self._core.integer_users() else list(ids)

    @property
    def n_users(self) -> int:
        return self._core.n_users()

    @property
    def fitted(self) -> bool:
        return self._core.fitted()

    @property
    def config(self) -> dict[str, Any]:
        """All fields with their values."""
        fields: dict[str, Any] = json.loads(self._core.config())
        return fields

    def report(self, path: str | os.PathLike[str]) -> None:
        """Writes one HTML file: inline pictures, no script from elsewhere, no single user."""
        self._core.report(path)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes one model file, atomically."""
        self._core.save(path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Profiler:
        """Errors: IoError, FormatError, LimitError."""
        return cls._around(_Profiler.load(path))

    @classmethod
    def _around(cls, core: _Profiler) -> Profiler:
        out = cls.__new__(cls)
        out._core = core
        out._columns = None
        return out

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._core.to_bytes(),)

    def __repr__(self) -> str:
        state = f"{self.n_users} users" if self.fitted else "not fitted"
        return f"Profiler({state})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{_html.escape(key)}</th>"
            f"<td>{_html.escape(json.dumps(value, ensure_ascii=False))}</td></tr>"
            for key, value in self.config.items()
        )
        return f"<table><caption>{_html.escape(repr(self))}</caption>{rows}</table>"


def _restore(state: bytes) -> Profiler:
    return Profiler._around(_Profiler.from_bytes(state))


def _key_of(names: list[str]) -> str:
    return next((n for n in ("user", "user_id", "id") if n in names), names[0] if names else "")


def _known(user: Any, history: Any, attributes: Any) -> bool:
    if user is not None and (history is not None or attributes is not None):
        raise make(
            ParamError,
            "LIMN-E014",
            "profiler",
            "options 'user' and 'history'",
            "both",
            "a known user, or what is known of a stranger",
            "pass one of them",
        )
    return user is not None
