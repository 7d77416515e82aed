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
__all__: list[str] = ['Bots', 'Duplicates', 'Hampel', 'Iqr', 'StandardDeviation']
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
        what happens to noise: set missing, or moved to the nearer bound (one of missing, clip)
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
            what happens to noise: set missing, or moved to the nearer bound (one of missing, clip)
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
        what happens to noise: set missing, or moved to the nearer bound (one of missing, clip)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_sigmas: float = 3.0, action: str = 'missing') -> None:
        """
        Parameters
        ----------
        n_sigmas : float, default 3.0
            reach of the bounds, in robust standard deviations (above 0)
        action : str, default 'missing'
            what happens to noise: set missing, or moved to the nearer bound (one of missing, clip)
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
        what happens to noise: set missing, or moved to the nearer bound (one of missing, clip)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, factor: float = 1.5, action: str = 'missing') -> None:
        """
        Parameters
        ----------
        factor : float, default 1.5
            reach beyond the quartiles, in interquartile ranges (above 0)
        action : str, default 'missing'
            what happens to noise: set missing, or moved to the nearer bound (one of missing, clip)
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
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Duplicates:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def mask(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
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
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Bots:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def mask(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a cell, row or event is noise or missing.
        """
