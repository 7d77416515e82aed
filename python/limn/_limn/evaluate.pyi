# SPDX-License-Identifier: MIT
"""
How good is it?
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Isotonic', 'Platt', 'adjusted_rand', 'auroc', 'average_popularity', 'average_precision', 'bootstrap_mean', 'brier', 'calinski_harabasz', 'catalogue_coverage', 'class_report', 'classification', 'confusion', 'davies_bouldin', 'doubly_robust', 'fit_isotonic', 'fit_platt', 'gini', 'group_gap', 'intra_list_diversity', 'ips', 'log_loss', 'normalized_mutual_information', 'novelty', 'overlap', 'paired_difference', 'rank_of', 'ranking_per_user', 'regression', 'reliability', 'serendipity', 'silhouette', 'snips', 'stability', 'tail_share']
class Isotonic:
    """
    A rising curve; call it with scores.
    """
    def __call__(self, scores: typing.Any) -> typing.Any:
        ...
class Platt:
    """
    A logistic curve; call it with scores.
    """
    def __call__(self, scores: typing.Any) -> typing.Any:
        ...
def adjusted_rand(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> float:
    ...
def auroc(truth: typing.Any, scores: typing.Any) -> float:
    """
    Chance that a positive scores above a negative, ties half; nan with one class.
    """
def average_popularity(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int64]) -> float:
    ...
def average_precision(truth: typing.Any, scores: typing.Any) -> float:
    """
    Precision summed over the rise of recall; nan without a positive.
    """
def bootstrap_mean(users: typing.Any, n_resamples: typing.SupportsInt | typing.SupportsIndex = 1000, level: typing.SupportsFloat | typing.SupportsIndex = 0.95, random_state: typing.SupportsInt | typing.SupportsIndex = 0) -> dict[str, typing.Any]:
    """
    Mean of one value a user (nan = left out) with the percentile interval of its resamples.
    """
def brier(truth: typing.Any, probabilities: typing.Any) -> float:
    """
    Mean squared distance between probability and truth.
    """
def calinski_harabasz(arg0: typing.Any, arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> float:
    ...
def catalogue_coverage(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.SupportsInt | typing.SupportsIndex) -> float:
    ...
def class_report(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> dict[str, typing.Any]:
    ...
def classification(truth: typing.Any, probabilities: typing.Any, threshold: typing.SupportsFloat | typing.SupportsIndex = 0.5) -> dict[str, typing.Any]:
    """
    The usual list for two classes.
    """
def confusion(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> typing.Any:
    ...
def davies_bouldin(arg0: typing.Any, arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> float:
    ...
def doubly_robust(rewards: typing.Any, propensities: typing.Any, target: typing.Any, predicted: typing.Any, baseline: typing.Any, clip: typing.SupportsFloat | typing.SupportsIndex = ...) -> dict[str, typing.Any]:
    """
    ips of what a model of the reward leaves over; baseline: what it expects of the policy.
    """
def fit_isotonic(truth: typing.Any, scores: typing.Any) -> Isotonic:
    """
    The rising curve nearest to truth (pool adjacent violators).
    """
def fit_platt(truth: typing.Any, scores: typing.Any) -> Platt:
    """
    The logistic curve of largest likelihood.
    """
def gini(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.SupportsInt | typing.SupportsIndex) -> float:
    ...
def group_gap(arg0: typing.Any, arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg2: typing.SupportsInt | typing.SupportsIndex, arg3: typing.SupportsFloat | typing.SupportsIndex, arg4: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def intra_list_diversity(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Any) -> float:
    ...
def ips(rewards: typing.Any, propensities: typing.Any, target: typing.Any, clip: typing.SupportsFloat | typing.SupportsIndex = ...) -> dict[str, typing.Any]:
    """
    What a policy would have earned an offer, from a log with propensities: value, standard_error, effective_n, largest_weight, n.
    """
def log_loss(truth: typing.Any, probabilities: typing.Any) -> float:
    """
    Mean of -ln p(truth), truth of 0 and 1.
    """
def normalized_mutual_information(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> float:
    ...
def novelty(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], arg2: typing.SupportsInt | typing.SupportsIndex) -> float:
    ...
def overlap(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> float:
    ...
def paired_difference(a: typing.Any, b: typing.Any, n_resamples: typing.SupportsInt | typing.SupportsIndex = 1000, level: typing.SupportsFloat | typing.SupportsIndex = 0.95, random_state: typing.SupportsInt | typing.SupportsIndex = 0) -> dict[str, typing.Any]:
    """
    Mean of a - b over users with its interval, and the p-value of random sign flips.
    """
def rank_of(scores: typing.Any, target: typing.SupportsInt | typing.SupportsIndex) -> int:
    """
    1 + the other scores at least as high: ties count against the model.
    """
def ranking_per_user(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.float32], arg2: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], arg3: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg4: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def regression(truth: typing.Any, predicted: typing.Any) -> dict[str, typing.Any]:
    """
    mae, rmse, r2, bias and relative errors.
    """
def reliability(arg0: typing.Any, arg1: typing.Any, arg2: typing.SupportsInt | typing.SupportsIndex, arg3: bool) -> dict[str, typing.Any]:
    ...
def serendipity(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg2: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], arg3: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> float:
    ...
def silhouette(arg0: typing.Any, arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg2: typing.SupportsInt | typing.SupportsIndex | None, arg3: typing.SupportsInt | typing.SupportsIndex) -> float:
    ...
def snips(rewards: typing.Any, propensities: typing.Any, target: typing.Any, clip: typing.SupportsFloat | typing.SupportsIndex = ...) -> dict[str, typing.Any]:
    """
    ips divided by the mean weight: narrower.
    """
def stability(arg0: collections.abc.Sequence[typing.Annotated[numpy.typing.ArrayLike, numpy.int32]]) -> float:
    ...
def tail_share(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], arg2: typing.SupportsFloat | typing.SupportsIndex) -> float:
    ...
