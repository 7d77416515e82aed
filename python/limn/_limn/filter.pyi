# SPDX-License-Identifier: MIT
"""
Which rows, cells or events are noise?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Bots', 'Correlated', 'DuplicateRows', 'Duplicates', 'EditedNearestNeighbours', 'Hampel', 'Iqr', 'LabelNoise', 'Range', 'StandardDeviation', 'TomekLinks']
class StandardDeviation(limn._limn.Component):
    """
    Marks cells more than some standard deviations away from the column's mean, and looks again
    without them until nothing new is found or `max_iter` is reached.
    
    Choose it when a column is known to be close to normal; prefer Hampel when noise is frequent or
    huge, since it inflates the mean and deviation it is judged by (masking).
    Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column without spread
    (constant or all missing) offers no scale: nothing in it is noise, its bounds are infinite.
    Cost: O(n d) a round; the deviation divides by n.
    Source: Wright (1884), A Treatise on the Adjustment of Observations (the 3 sigma rule).
    Differs: one round by default; more are the sigma clipping of astronomy.
    
    Parameters
    ----------
    n_sigmas : float, default 3.0
        reach of the bounds, in standard deviations (above 0)
    max_iter : int, default 1
        rounds, each without the noise of the one before (at least 1)
    action : str, default 'missing'
        what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_sigmas: float = 3.0, max_iter: int = 1, action: str = 'missing') -> None:
        """
        Parameters
        ----------
        n_sigmas : float, default 3.0
            reach of the bounds, in standard deviations (above 0)
        max_iter : int, default 1
            rounds, each without the noise of the one before (at least 1)
        action : str, default 'missing'
            what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
        """
    def audit(self, X: typing.Any) -> list[dict[str, typing.Any]]:
        """
        One dict a cell transform changes: row, column, rule, value, lower, upper, action, replaced_by.
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> StandardDeviation:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def mask(self, X: typing.Any) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
    def set_output(self, *, transform: str | None = None) -> StandardDeviation:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Hampel(limn._limn.Component):
    """
    Marks cells far from the column's median, in units of its median absolute deviation.
    
    Choose it as the default for single wild values: up to half of a column may be noise without
    moving the bounds. Prefer Iqr for skewed columns, StandardDeviation where a normal distribution
    is known.
    Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column whose median
    absolute deviation is 0 (constant, all missing, or more than half of it one value, as counts of
    rare events) offers no scale: nothing in it is noise, its bounds are infinite.
    Cost: O(n d) by selection.
    Source: Hampel (1974), The Influence Curve and its Role in Robust Estimation.
    Differs: over whole columns instead of a moving window; columns without scale are let alone.
    
    Parameters
    ----------
    n_sigmas : float, default 3.0
        reach of the bounds, in robust standard deviations (above 0)
    action : str, default 'missing'
        what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_sigmas: float = 3.0, action: str = 'missing') -> None:
        """
        Parameters
        ----------
        n_sigmas : float, default 3.0
            reach of the bounds, in robust standard deviations (above 0)
        action : str, default 'missing'
            what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
        """
    def audit(self, X: typing.Any) -> list[dict[str, typing.Any]]:
        """
        One dict a cell transform changes: row, column, rule, value, lower, upper, action, replaced_by.
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Hampel:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def mask(self, X: typing.Any) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
    def set_output(self, *, transform: str | None = None) -> Hampel:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Iqr(limn._limn.Component):
    """
    Marks cells far below the first or above the third quartile, in units of their distance.
    
    Choose it for skewed columns, whose two bounds should differ, and where the box plot's rule is
    what readers know; prefer Hampel when more than a quarter of a column may be noise.
    Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column whose
    quartiles are equal (constant, all missing, or more than half of it one value) offers no scale:
    nothing in it is noise, its bounds are infinite. Cost: O(n d) by selection.
    Source: Tukey (1977), Exploratory Data Analysis, section 2C.
    Differs: quartiles by linear interpolation; columns without scale are let alone.
    
    Parameters
    ----------
    factor : float, default 1.5
        reach beyond the quartiles, in interquartile ranges (above 0)
    action : str, default 'missing'
        what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, factor: float = 1.5, action: str = 'missing') -> None:
        """
        Parameters
        ----------
        factor : float, default 1.5
            reach beyond the quartiles, in interquartile ranges (above 0)
        action : str, default 'missing'
            what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
        """
    def audit(self, X: typing.Any) -> list[dict[str, typing.Any]]:
        """
        One dict a cell transform changes: row, column, rule, value, lower, upper, action, replaced_by.
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Iqr:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def mask(self, X: typing.Any) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
    def set_output(self, *, transform: str | None = None) -> Iqr:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Range(limn._limn.Component):
    """
    Marks cells outside of bounds that are known beforehand: ages below 0, shares above 1.
    
    Choose it wherever the world gives a limit; prefer Hampel or Iqr where only the data can.
    Shapes: x (n, d). `lower` and `upper` hold one number a column, one for all, or none (no limit);
    bounds themselves are no noise. Missing cells are never noise. Cost: one pass.
    Source: van der Loo, de Jonge (2018), Statistical Data Cleaning with Applications in R.
    Differs: nothing is learnt but the number of columns.
    
    Parameters
    ----------
    lower : list[float], default []
        least value of each column; one for all, or none
    upper : list[float], default []
        greatest value of each column; one for all, or none
    action : str, default 'missing'
        what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, lower: list[float] = [], upper: list[float] = [], action: str = 'missing') -> None:
        """
        Parameters
        ----------
        lower : list[float], default []
            least value of each column; one for all, or none
        upper : list[float], default []
            greatest value of each column; one for all, or none
        action : str, default 'missing'
            what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask and audit (flag) (one of missing, clip, flag)
        """
    def audit(self, X: typing.Any) -> list[dict[str, typing.Any]]:
        """
        One dict a cell transform changes: row, column, rule, value, lower, upper, action, replaced_by.
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Range:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def mask(self, X: typing.Any) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
    def set_output(self, *, transform: str | None = None) -> Range:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Correlated(limn._limn.Component):
    """
    Drops columns that repeat an earlier one: whose correlation with a kept column is beyond a
    threshold in size.
    
    Choose it before distances, clusters and linear models, where a column told twice counts twice;
    prefer features.Pca when columns need not keep their meaning. Put the columns to keep first.
    Shapes: x (n, d) -> (n, k). Missing cells: each pair is judged by the rows that have both; fewer
    than 3 of those, or a constant, correlate with nothing. Cost: n d^2, four products of blocks.
    Source: Pearson (1896), Regression, Heredity and Panmixia; greedy choice in column order.
    Differs: pairwise complete rows.
    
    Parameters
    ----------
    threshold : float, default 0.95
        size of the correlation beyond which the later column is redundant (in [0, 1])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, threshold: float = 0.95) -> None:
        """
        Parameters
        ----------
        threshold : float, default 0.95
            size of the correlation beyond which the later column is redundant (in [0, 1])
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Correlated:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Correlated:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def audit_(self) -> typing.Any:
        """
        what was found at fit and why, an entry a finding (after fit)
        """
    @property
    def support_(self) -> typing.Any:
        """
        True where a column is kept, (d,) (after fit)
        """
class Duplicates(limn._limn.Component):
    """
    Marks events that repeat another one: same user, item, type, value and time, or, with a window,
    the same at nearly the same time (double clicks, deliveries sent twice). The first is kept.
    
    Choose it for any log that came through queues or retries; leave `window_seconds` at 0 where
    quick repetition means something. Equal lines of one invoice are duplicates too: add them up
    before when both count. Shapes: log (n_events) -> flags (n_events), 1 = duplicate. Missing
    values equal each other. The window counts from the event that was kept, so a long chain keeps
    one event each window. A log that knows only an order has no clock: a window above 0 is refused.
    Cost: O(n log n) within each user.
    Source: Christen (2012), Data Matching, chapter 2, for exact and near duplicates.
    Differs: nearness in time only; ids must be equal.
    
    Parameters
    ----------
    window_seconds : float, default 0.0
        events up to this many seconds after the kept one are duplicates (in [0, 1e+09])
    compare_value : bool, default True
        events of another value are another event
    compare_type : bool, default True
        events of another type are another event
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, window_seconds: float = 0.0, compare_value: bool = True, compare_type: bool = True) -> None:
        """
        Parameters
        ----------
        window_seconds : float, default 0.0
            events up to this many seconds after the kept one are duplicates (in [0, 1e+09])
        compare_value : bool, default True
            events of another value are another event
        compare_type : bool, default True
            events of another type are another event
        """
    def audit(self, log: limn._limn.EventLog) -> list[dict[str, typing.Any]]:
        """
        One dict a cell transform changes: row, column, rule, value, lower, upper, action, replaced_by.
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Duplicates:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def mask(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
class DuplicateRows(limn._limn.Component):
    """
    Marks rows of a table that repeat an earlier one, exactly or nearly: the same person entered
    twice, with a rounded figure or a field that was mistyped. The first is kept.
    
    Choose it before anything that counts rows or splits them into folds: a row on both sides of a
    split tells its answer. Prefer Duplicates for events. Two values are the same when they differ
    by at most `tolerance` standard deviations of their column, two rows when at most
    `max_differing` of their values are not the same; a row is compared with those kept so far, so a
    chain of small steps does not melt into one. Shapes: x (n, d). Missing: equals only missing.
    Categories: the same or not. Cost: every pair that could be near is found, and few others are
    looked at: columns are dealt into max_differing + 1 groups, of which two near rows must agree in
    one; a group's cells, wide as the tolerance, are hashed. About n (max_differing + 1) 2^min(4, d)
    look-ups; more where columns have few values and many may differ.
    Source: Christen (2012), Data Matching, chapter 4, for blocking; Manku, Jain, Das Sarma
    (2007), Detecting near-duplicates for web crawling, for groups of which one must agree.
    Differs: no pair is lost to the blocking, as by chance with MinHash or a window of sorted
    neighbours.
    
    Parameters
    ----------
    tolerance : float, default 0.0
        values that differ by at most so many standard deviations of their column are the same (in [0, 10])
    max_differing : int, default 0
        values in which two rows may differ and yet be the same (in [0, 8])
    categorical : list[float], default []
        columns (counted from 0) that hold category codes (in [0, 16777216])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, tolerance: float = 0.0, max_differing: int = 0, categorical: list[float] = []) -> None:
        """
        Parameters
        ----------
        tolerance : float, default 0.0
            values that differ by at most so many standard deviations of their column are the same (in [0, 10])
        max_differing : int, default 0
            values in which two rows may differ and yet be the same (in [0, 8])
        categorical : list[float], default []
            columns (counted from 0) that hold category codes (in [0, 16777216])
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> DuplicateRows:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_resample(self, X: typing.Any, y: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[typing.Any]]:
        """
        fit(X, y), and the rows and labels that are kept.
        """
    @property
    def audit_(self) -> typing.Any:
        """
        what was found at fit and why, an entry a finding (after fit)
        """
    @property
    def noise_(self) -> typing.Any:
        """
        True where a row seen by fit is noise, (n,) (after fit)
        """
    @property
    def sample_indices_(self) -> typing.Any:
        """
        the rows to keep, rising (after fit)
        """
class Bots(limn._limn.Component):
    """
    Marks all events of users who behave like machines: by rate, by regularity, by burst.
    
    Choose it for web and app logs before anything is learned from them; leave it out for logs of
    machines or of orders only.
    A user is marked when one rule holds. rate, burst: the most events within an hour or within
    `burst_seconds` exceed both the fixed limit and what is thinkable in this log: the median user's
    peak times exp(tolerance * robust spread of the logarithms). So heavy users of a log with many
    heavy users stay. regular: at least `min_gaps` gaps between moments, on average ten times the
    clock's step or more, vary by less than `min_gap_variation`, over all gaps or over those within
    sessions (30 minutes).
    Shapes: log (n_events) -> flags (n_events), 1 = of a bot.
    Cost: O(n_events), two passes.
    Source: Doran, Gokhale (2011), Web robot detection techniques: overview and limitations.
    Differs: limits relative to the log; the clock's step keeps coarse clocks from seeming
    regular.
    
    Parameters
    ----------
    max_per_hour : float, default 600.0
        events within an hour nobody is marked for (at least 1)
    burst_seconds : float, default 10.0
        length of a burst in seconds (in [0.001, 3600])
    max_per_burst : float, default 100.0
        events within a burst nobody is marked for (at least 1)
    tolerance : float, default 5.0
        robust standard deviations above the median user's logarithm that are still thinkable (at least 0)
    min_gaps : int, default 50
        gaps needed to judge regularity (at least 2)
    min_gap_variation : float, default 0.1
        coefficient of variation below which gaps are regular; 0 = never (in [0, 1])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, max_per_hour: float = 600.0, burst_seconds: float = 10.0, max_per_burst: float = 100.0, tolerance: float = 5.0, min_gaps: int = 50, min_gap_variation: float = 0.1) -> None:
        """
        Parameters
        ----------
        max_per_hour : float, default 600.0
            events within an hour nobody is marked for (at least 1)
        burst_seconds : float, default 10.0
            length of a burst in seconds (in [0.001, 3600])
        max_per_burst : float, default 100.0
            events within a burst nobody is marked for (at least 1)
        tolerance : float, default 5.0
            robust standard deviations above the median user's logarithm that are still thinkable (at least 0)
        min_gaps : int, default 50
            gaps needed to judge regularity (at least 2)
        min_gap_variation : float, default 0.1
            coefficient of variation below which gaps are regular; 0 = never (in [0, 1])
        """
    def audit(self, log: limn._limn.EventLog) -> list[dict[str, typing.Any]]:
        """
        One dict a cell transform changes: row, column, rule, value, lower, upper, action, replaced_by.
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Bots:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def mask(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
class LabelNoise(limn._limn.Component):
    """
    Finds rows whose label is probably wrong, by how sure a model that has not seen them is of
    another one (confident learning).
    
    Choose it for labels set by hand, by rules or by late feedback; prefer EditedNearestNeighbours
    when distances tell more than a linear model. Shapes: y (n) classes, x (n, d) columns without
    missing values, from which logistic regression gives the probabilities of each row out of the
    other folds; or, with input = "probabilities", x (n, n_classes): probabilities from a model of
    your own, out of fold, columns in rising order of the classes.
    A row counts for class j when its probability of j is at least the mean probability of j among
    the rows labelled j; the counts of (label, class) are scaled to the sizes of the labels, and
    that many rows of each pair are noise, those of the clearest margin first, never one whose most
    probable class is its label. The score of a row is p(other) / (p(label) + p(other)), `other`
    being its most probable other class. Cost: that of the model; n log n beside it.
    Source: Northcutt, Jiang, Chuang (2021), Confident Learning: Estimating Uncertainty in
    Dataset Labels (prune by noise rate).
    Differs: the score weighs the label against its best rival instead of standing alone.
    
    Parameters
    ----------
    input : str, default 'columns'
        what x is: columns to learn from, or out-of-fold probabilities (one of columns, probabilities)
    action : str, default 'drop'
        what becomes of noise: dropped, given another label, or weighed (one of drop, relabel, weight)
    cv : int, default 5
        folds of the own model (in [2, 1000])
    random_state : int, default 0
        seed of the folds (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, input: str = 'columns', action: str = 'drop', cv: int = 5, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        input : str, default 'columns'
            what x is: columns to learn from, or out-of-fold probabilities (one of columns, probabilities)
        action : str, default 'drop'
            what becomes of noise: dropped, given another label, or weighed (one of drop, relabel, weight)
        cv : int, default 5
            folds of the own model (in [2, 1000])
        random_state : int, default 0
            seed of the folds (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> LabelNoise:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_resample(self, X: typing.Any, y: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[typing.Any]]:
        """
        fit(X, y), and the rows and labels that are kept.
        """
    @property
    def audit_(self) -> typing.Any:
        """
        what was found at fit and why, an entry a finding (after fit)
        """
    @property
    def confident_joint_(self) -> typing.Any:
        """
        rows of each label by estimated class (after fit)
        """
    @property
    def corrected_labels_(self) -> typing.Any:
        """
        the labels, those of noise changed, (n,) (after fit)
        """
    @property
    def noise_(self) -> typing.Any:
        """
        True where a row seen by fit is noise, (n,) (after fit)
        """
    @property
    def noise_score_(self) -> typing.Any:
        """
        how doubtful the label of each row is, (n,), in [0, 1] (after fit)
        """
    @property
    def sample_indices_(self) -> typing.Any:
        """
        the rows to keep, rising (after fit)
        """
    @property
    def sample_weight_(self) -> typing.Any:
        """
        how much each label is worth, (n,) (after fit)
        """
class EditedNearestNeighbours(limn._limn.Component):
    """
    Marks rows whose class is not that of their nearest neighbours.
    
    Choose it to clean the border between classes before learning, on columns of one scale
    (features.Standard); prefer LabelNoise where a model separates the classes better than
    distances. Shapes: x (n, d) without missing values, y (n) classes. kind_sel "all": every
    neighbour must agree; "mode": the most frequent class among them must be the row's own, the
    lowest class of equals. sampling_strategy "auto" never marks rows of the rarest class.
    Cost: n^2 d, see learn.Nearest. Same bits for any number of threads.
    Source: Wilson (1972), Asymptotic Properties of Nearest Neighbor Rules Using Edited Data.
    Differs: nothing; the rows kept are those of imbalanced-learn's class of this name.
    
    Parameters
    ----------
    n_neighbors : int, default 3
        neighbours that judge a row (at least 1)
    kind_sel : str, default 'all'
        who must agree with the row: all neighbours, or most (one of all, mode)
    sampling_strategy : str, default 'auto'
        which classes are judged: all but the rarest, or all (one of auto, all)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 3, kind_sel: str = 'all', sampling_strategy: str = 'auto') -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 3
            neighbours that judge a row (at least 1)
        kind_sel : str, default 'all'
            who must agree with the row: all neighbours, or most (one of all, mode)
        sampling_strategy : str, default 'auto'
            which classes are judged: all but the rarest, or all (one of auto, all)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> EditedNearestNeighbours:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_resample(self, X: typing.Any, y: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[typing.Any]]:
        """
        fit(X, y), and the rows and labels that are kept.
        """
    @property
    def audit_(self) -> typing.Any:
        """
        what was found at fit and why, an entry a finding (after fit)
        """
    @property
    def noise_(self) -> typing.Any:
        """
        True where a row seen by fit is noise, (n,) (after fit)
        """
    @property
    def sample_indices_(self) -> typing.Any:
        """
        the rows to keep, rising (after fit)
        """
class TomekLinks(limn._limn.Component):
    """
    Marks rows that form a link across a border: two rows of different classes, each the nearest
    neighbour of the other.
    
    Choose it for the gentlest cleaning of a border; prefer EditedNearestNeighbours to clean deeper.
    Shapes: x (n, d) without missing values and of one scale, y (n) classes. sampling_strategy
    "auto" spares the rarest class, "all" marks both ends. Cost: n^2 d, see learn.Nearest.
    Source: Tomek (1976), Two Modifications of CNN.
    Differs: nothing; the rows kept are those of imbalanced-learn's class of this name.
    
    Parameters
    ----------
    sampling_strategy : str, default 'auto'
        which ends of a link are marked: all but the rarest class, or all (one of auto, all)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, sampling_strategy: str = 'auto') -> None:
        """
        Parameters
        ----------
        sampling_strategy : str, default 'auto'
            which ends of a link are marked: all but the rarest class, or all (one of auto, all)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> TomekLinks:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_resample(self, X: typing.Any, y: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[typing.Any]]:
        """
        fit(X, y), and the rows and labels that are kept.
        """
    @property
    def audit_(self) -> typing.Any:
        """
        what was found at fit and why, an entry a finding (after fit)
        """
    @property
    def noise_(self) -> typing.Any:
        """
        True where a row seen by fit is noise, (n,) (after fit)
        """
    @property
    def sample_indices_(self) -> typing.Any:
        """
        the rows to keep, rising (after fit)
        """
