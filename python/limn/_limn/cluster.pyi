# SPDX-License-Identifier: MIT
"""
Which users are alike?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['KMeans', 'Naming']
class KMeans(limn._limn.Component):
    """
    Splits rows into n_clusters groups around their means, so that the squared distances to them are
    small.
    
    Choose it first for segments of users: fast at any size, one centre to show for each segment,
    and new users are placed in a microsecond. Scale the columns before (features.Standard,
    features.Quantile): distance means nothing between days and money. Prefer a mixture for groups
    of unequal spread, a density method for odd shapes and noise.
    Shapes: x (n, d) of double or float, read in place; no missing values. Needs n >= n_clusters
    rows. Float tables are compared in single precision; sums, centres and inertia are always
    double. A cluster that runs empty takes the row farthest from its own centre. Cost: n *
    n_clusters * d for each of up to max_iter rounds. Same bits for any number of threads.
    Source: Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007),
    k-means++; Sculley (2010), Web-scale k-means clustering (partial_fit).
    Differs: the start tries 2 + ln k candidates a step and keeps the best; centres can be
    frozen, so that segment numbers keep their meaning while users come and go.
    
    Parameters
    ----------
    n_clusters : int, default 8
        number of groups (in [1, 1e+06])
    init : str, default 'k-means++'
        how the first centres are chosen among the rows (one of k-means++, random)
    n_init : int, default 1
        number of starts; the one of least inertia is kept (in [1, 10000])
    max_iter : int, default 300
        rounds at most (in [1, 1e+06])
    tol : float, default 0.0001
        stop when the squared move of the centres is below this, in units of mean column variance (at least 0)
    forgetting : float, default 0.0
        share of the past weight dropped at each partial_fit (in [0, 1))
    random_state : int, default 0
        seed of the random starts (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_clusters: int = 8, init: typing.Any = 'k-means++', n_init: int = 1, max_iter: int = 300, tol: float = 0.0001, forgetting: float = 0.0, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_clusters : int, default 8
            number of groups (in [1, 1e+06])
        init : str, default 'k-means++'
            how the first centres are chosen among the rows (one of k-means++, random)
        n_init : int, default 1
            number of starts; the one of least inertia is kept (in [1, 10000])
        max_iter : int, default 300
            rounds at most (in [1, 1e+06])
        tol : float, default 0.0001
            stop when the squared move of the centres is below this, in units of mean column variance (at least 0)
        forgetting : float, default 0.0
            share of the past weight dropped at each partial_fit (in [0, 1))
        random_state : int, default 0
            seed of the random starts (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> KMeans:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def freeze(self, frozen: bool = True) -> KMeans:
        """
        From now on partial_fit leaves the centres where they are, so that groups keep their numbers.
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def partial_fit(self, X: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> KMeans:
        """
        Learns more without forgetting.
        """
    def predict(self, X: typing.Any) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,).
        """
    def set_output(self, *, transform: str | None = None) -> KMeans:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def cluster_centers_(self) -> typing.Any:
        """
        centre of each cluster, (n_clusters, d) (after fit)
        """
    @property
    def counts_(self) -> typing.Any:
        """
        weight of the rows each centre has seen, (n_clusters,) (after fit)
        """
    @property
    def inertia_(self) -> typing.Any:
        """
        sum of squared distances to the nearest centre (after fit)
        """
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
    @property
    def n_iter_(self) -> typing.Any:
        """
        iterations run (after fit)
        """
class Naming(limn._limn.Component):
    """
    Says what the segments of a clustering are, in numbers and words: size, share, what each feature
    is lifted by, a rule of at most three conditions with how much it covers and how often it is
    right, and a name of its own in English and Chinese.
    
    Choose it when people are to work with segments; prefer explain for the reasons of one user.
    Shapes: x (n, d) in the caller's own units (not the scaled table the clusterer saw), y (n)
    labels 0, 1, 2 ..., negative = in no segment. Missing cells meet no condition but "is missing".
    Columns that data::FrameView calls categories are spoken of level by level. Words come from the
    features that separate a segment from the rest most clearly; names of limn.features have words
    of their own, others read "with high X" (X偏高). Cost: n log n per column; the rules are sought
    on at most 20,000 rows. Same bits for any number of threads.
    Source: Clark and Niblett (1989), The CN2 Induction Algorithm (beam search for rules);
    effects: Cureton (1956), Rank-biserial correlation.
    Differs: thresholds are quantiles rounded to what can be read; the rule is scored by F1, or
    by precision at a least coverage.
    
    Parameters
    ----------
    max_predicates : int, default 3
        conditions of a rule at most (in [1, 3])
    objective : str, default 'f1'
        what a rule is chosen by: f1, or precision at min_coverage and above (one of f1, precision)
    min_coverage : float, default 0.5
        share of a segment that its rule must find, for objective precision (in [0, 1])
    n_thresholds : int, default 16
        quantiles of a column tried as thresholds (in [2, 256])
    beam_width : int, default 8
        rules kept while one more condition is sought (in [1, 256])
    max_lifts : int, default 10
        features listed for a segment (in [1, 10000])
    language : str, default 'en'
        language of texts() (one of en, zh)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, max_predicates: int = 3, objective: str = 'f1', min_coverage: float = 0.5, n_thresholds: int = 16, beam_width: int = 8, max_lifts: int = 10, language: str = 'en') -> None:
        """
        Parameters
        ----------
        max_predicates : int, default 3
            conditions of a rule at most (in [1, 3])
        objective : str, default 'f1'
            what a rule is chosen by: f1, or precision at min_coverage and above (one of f1, precision)
        min_coverage : float, default 0.5
            share of a segment that its rule must find, for objective precision (in [0, 1])
        n_thresholds : int, default 16
            quantiles of a column tried as thresholds (in [2, 256])
        beam_width : int, default 8
            rules kept while one more condition is sought (in [1, 256])
        max_lifts : int, default 10
            features listed for a segment (in [1, 10000])
        language : str, default 'en'
            language of texts() (one of en, zh)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> Naming:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def matches(self, X: typing.Any) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a row fulfils the rule of a segment, (n, n_segments).
        """
    @property
    def texts_(self) -> typing.Any:
        """
        one line of words for each segment (after fit)
        """
