# SPDX-License-Identifier: MIT
"""evaluate: how good is it, and how sure are we?

Arrays in, numbers out; models are not known here, so any library can be scored. Malformed arrays
are typed errors; a measure that has no value on good arrays (one class, one group, nobody who wants
anything) is nan. Labels and items are ids of any kind: numbers or texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._limn import evaluate as _room
from ._limn.evaluate import (
    Isotonic,
    Platt,
    auroc,
    average_precision,
    bootstrap_mean,
    brier,
    classification,
    doubly_robust,
    fit_isotonic,
    fit_platt,
    ips,
    log_loss,
    paired_difference,
    rank_of,
    regression,
    snips,
)
from ._numbers import numbers as _numbers

__all__ = [
    "Isotonic",
    "Platt",
    "accuracy",
    "adjusted_rand",
    "auroc",
    "average_popularity",
    "average_precision",
    "balanced_accuracy",
    "bootstrap_mean",
    "brier",
    "calinski_harabasz",
    "catalogue_coverage",
    "class_report",
    "classification",
    "confusion",
    "davies_bouldin",
    "doubly_robust",
    "f1",
    "fit_isotonic",
    "fit_platt",
    "gini",
    "group_gap",
    "intra_list_diversity",
    "ips",
    "log_loss",
    "normalized_mutual_information",
    "novelty",
    "overlap",
    "paired_difference",
    "rank_of",
    "ranking",
    "ranking_per_user",
    "regression",
    "reliability",
    "serendipity",
    "silhouette",
    "snips",
    "stability",
    "tail_share",
]

_OUTSIDE = np.iinfo(np.int32).max  # a code that no catalogue has: refused by name


def _codes(*columns: ArrayLike) -> tuple[list[NDArray[np.int32]], list[Any]]:
    """Ids of any kind as codes, in rising order of the ids; -1 stays the label of no group."""
    arrays = [np.asarray(column).ravel() for column in columns]
    known, codes = np.unique(np.concatenate(arrays), return_inverse=True)
    parts = np.split(codes.astype(np.int32), np.cumsum([a.size for a in arrays])[:-1])
    return parts, known.tolist()


def _groups(labels: ArrayLike) -> NDArray[np.int32]:
    array = np.asarray(labels)
    return array.astype(np.int32) if array.dtype.kind in "iub" else _codes(array)[0][0]


# --- labels ---------------------------------------------------------------------------------------


def class_report(truth: ArrayLike, predicted: ArrayLike) -> dict[str, Any]:
    """Precision, recall, f1 and support of each class, and their means."""
    (t, p), classes = _codes(truth, predicted)
    report: dict[str, Any] = _room.class_report(t, p)
    report["classes"] = classes
    return report


def confusion(truth: ArrayLike, predicted: ArrayLike) -> tuple[NDArray[np.float64], list[Any]]:
    """Counts (row: truth, column: predicted) and the classes behind rows and columns."""
    (t, p), classes = _codes(truth, predicted)
    return _room.confusion(t, p), classes


def accuracy(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Share of rows where both labels are equal."""
    return float(class_report(truth, predicted)["accuracy"])


def balanced_accuracy(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Mean recall over the classes of the truth."""
    return float(class_report(truth, predicted)["balanced_accuracy"])


def f1(truth: ArrayLike, predicted: ArrayLike, positive: object = 1) -> float:
    """Harmonic mean of precision and recall of one class."""
    report = class_report(truth, predicted)
    if positive not in report["classes"]:
        return 0.0
    return float(report["f1"][report["classes"].index(positive)])


def group_gap(
    users: ArrayLike,
    groups: ArrayLike,
    n_resamples: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> dict[str, Any]:
    """Any measure of one value a user, by group: means, largest gap with interval, and p-value.

    users: as ranking_per_user gives them (nan = left out); groups: one label of any kind a user.
    The p-value says how often groups drawn by chance differ as much.
    """
    (codes,), known = _codes(groups)
    said: dict[str, Any] = _room.group_gap(users, codes, n_resamples, level, random_state)
    said["groups"] = [known[code] for code in said["groups"]]
    return said


# --- groups ---------------------------------------------------------------------------------------


def silhouette(
    x: ArrayLike, labels: ArrayLike, n_sample: int | None = None, random_state: int = 0
) -> float:
    """Mean silhouette of all rows, or of n_sample rows against all. Label -1: left out."""
    return float(_room.silhouette(x, _groups(labels), n_sample, random_state))


def calinski_harabasz(x: ArrayLike, labels: ArrayLike) -> float:
    """Scatter between groups over scatter within: higher is better."""
    return float(_room.calinski_harabasz(x, _groups(labels)))


def davies_bouldin(x: ArrayLike, labels: ArrayLike) -> float:
    """Mean of the worst overlap of each group: lower is better."""
    return float(_room.davies_bouldin(x, _groups(labels)))


def adjusted_rand(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Agreement of two groupings, corrected for chance."""
    return float(_room.adjusted_rand(_codes(truth)[0][0], _codes(predicted)[0][0]))


def normalized_mutual_information(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Mutual information over the mean of both entropies."""
    return float(_room.normalized_mutual_information(_codes(truth)[0][0], _codes(predicted)[0][0]))


# --- ranked lists ---------------------------------------------------------------------------------


class _Catalogue:
    """Codes for ids; None is no item."""

    def __init__(self, ids: Iterable[Any] | None = None) -> None:
        self.code: dict[Any, int] = {}
        self.open = ids is None
        for item in np.asarray(ids).tolist() if ids is not None else ():
            self.code.setdefault(item, len(self.code))

    def lists(self, items: ArrayLike, scores: ArrayLike | None = None) -> NDArray[np.int32]:
        table = np.asarray(items)
        none = np.zeros(table.shape, bool) if scores is None else np.isneginf(np.asarray(scores))
        out = np.empty(table.shape, np.int32)
        flat, gaps, target = table.ravel().tolist(), none.ravel().tolist(), out.ravel()
        for i, (item, gap) in enumerate(zip(flat, gaps, strict=True)):
            target[i] = -1 if gap or item is None else self._of(item)
        return out

    def _of(self, item: Any) -> int:
        if self.open:
            return self.code.setdefault(item, len(self.code))
        return self.code.get(item, _OUTSIDE)

    def wanted(self, wanted: Sequence[Any]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """One id a user, or a list of ids a user, as offsets and codes."""
        users = [list(w) if isinstance(w, list | tuple | set | np.ndarray) else [w] for w in wanted]
        offsets = np.cumsum([0] + [len(user) for user in users]).astype(np.int64)
        ids = [item.item() if isinstance(item, np.generic) else item for u in users for item in u]
        return offsets, np.array([self.code.get(item, -1) for item in ids], np.int32)


def ranking_per_user(
    items: ArrayLike, wanted: Sequence[Any], k: int = 10, scores: ArrayLike | None = None
) -> dict[str, NDArray[np.float64]]:
    """hit_rate, precision, recall, ndcg, mrr, map of each user; nan for users who want nothing.

    items (n_users, k or more): ids, best first, None = no item. wanted: one id a user, or a list of
    ids a user. scores of the items: equal ones count against the model, -inf = no item.
    """
    table = np.empty((0, 0), np.float32)
    if scores is not None:
        table = _numbers(scores, np.float32, "evaluate.ranking", "scores")
    catalogue = _Catalogue()
    lists = catalogue.lists(items, scores)
    return dict(_room.ranking_per_user(lists, table, *catalogue.wanted(wanted), k))


def ranking(
    items: ArrayLike, wanted: Sequence[Any], k: int = 10, scores: ArrayLike | None = None
) -> dict[str, float]:
    """Means of ranking_per_user over the users who want something; n_users says how many."""
    users = ranking_per_user(items, wanted, k, scores)
    known = ~np.isnan(users["hit_rate"])
    out = {name: float(v[known].mean()) if known.any() else np.nan for name, v in users.items()}
    return {"k": k, "n_users": int(known.sum()), **out}


def catalogue_coverage(items: ArrayLike, n_items: int) -> float:
    """Share of a catalogue of n_items that stands in at least one list."""
    return float(_room.catalogue_coverage(_Catalogue().lists(items), n_items))


def gini(items: ArrayLike, n_items: int) -> float:
    """How unevenly recommendations fall on the catalogue: 0 = evenly."""
    return float(_room.gini(_Catalogue().lists(items), n_items))


def novelty(
    items: ArrayLike, catalogue: Iterable[Any], item_users: ArrayLike, n_users: int
) -> float:
    """Mean self-information of a recommended item in bits; item_users in the order of catalogue."""
    counts = _numbers(item_users, np.int64, "evaluate.novelty", "item_users")
    return float(_room.novelty(_Catalogue(catalogue).lists(items), counts, n_users))


def average_popularity(items: ArrayLike, catalogue: Iterable[Any], counts: ArrayLike) -> float:
    """Mean count of a recommended item; counts in the order of catalogue."""
    lists = _Catalogue(catalogue).lists(items)
    return float(
        _room.average_popularity(
            lists, _numbers(counts, np.int64, "evaluate.average_popularity", "counts")
        )
    )


def tail_share(
    items: ArrayLike, catalogue: Iterable[Any], counts: ArrayLike, head_share: float = 0.8
) -> float:
    """Share of recommended items outside the popular ones that hold head_share of all counts."""
    lists = _Catalogue(catalogue).lists(items)
    return float(
        _room.tail_share(
            lists, _numbers(counts, np.int64, "evaluate.tail_share", "counts"), head_share
        )
    )


def intra_list_diversity(
    items: ArrayLike, catalogue: Iterable[Any], embeddings: ArrayLike
) -> float:
    """Mean 1 - cosine over pairs inside a list; embeddings (n_items, d), ordered as catalogue."""
    return float(_room.intra_list_diversity(_Catalogue(catalogue).lists(items), embeddings))


def serendipity(items: ArrayLike, baseline: ArrayLike, wanted: Sequence[Any]) -> float:
    """Mean of hits that a plain baseline did not offer, over k."""
    catalogue = _Catalogue()
    lists, plain = catalogue.lists(items), catalogue.lists(baseline)
    return float(_room.serendipity(lists, plain, *catalogue.wanted(wanted)))


def overlap(items: ArrayLike, others: ArrayLike) -> float:
    """Mean Jaccard similarity of two sets of lists."""
    catalogue = _Catalogue()
    return float(_room.overlap(catalogue.lists(items), catalogue.lists(others)))


def stability(*runs: ArrayLike) -> float:
    """Mean overlap of every two of several trainings (other seeds, other days); 1 = always equal.

    runs: two or more tables (n_users, k) of the same users.
    """
    catalogue = _Catalogue()
    return float(_room.stability([catalogue.lists(run) for run in runs]))


# --- probabilities --------------------------------------------------------------------------------


def reliability(
    truth: ArrayLike, probabilities: ArrayLike, n_bins: int = 15, binning: str = "uniform"
) -> dict[str, Any]:
    """Bins of predicted and observed shares, ece and mce; binning "uniform" or "quantile"."""
    return dict(_room.reliability(truth, probabilities, n_bins, binning == "quantile"))
