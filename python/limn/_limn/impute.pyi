# SPDX-License-Identifier: MIT
"""
What belongs in the gap?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Constant', 'Context', 'Indicator', 'Knn', 'Mean', 'Median', 'Mode']
class Constant(limn._limn.Component):
    """
    Fills every gap with one fixed number.
    
    Choose it when a gap has a known meaning (no purchase = 0); prefer Indicator beside it when the
    gap itself may tell something, Median or Knn when the value exists but was not seen.
    Shapes: x (n, d) -> (n, d), no gap left; columns without any value are filled too.
    Cost: one pass at transform.
    
    Parameters
    ----------
    fill_value : float, default 0.0
        goes into every gap, in units of the column
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, fill_value: float = 0.0) -> None:
        """
        Parameters
        ----------
        fill_value : float, default 0.0
            goes into every gap, in units of the column
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Constant:
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
    def set_output(self, *, transform: str | None = None) -> Constant:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def statistics_(self) -> typing.Any:
        """
        fill value of each column, (d,) (after fit)
        """
class Mean(limn._limn.Component):
    """
    Fills gaps with the mean of the column.
    
    Choose it when a column is roughly symmetric and a model needs its mean unchanged; prefer Median
    with heavy tails (amounts, counts), Knn when columns depend on each other.
    Shapes: x (n, d) -> (n, d), no gap left; a column that was all missing at fit gets `fallback`.
    Cost: two passes at fit, one at transform; same bits for any number of threads.
    Source: Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
    Differs: nothing.
    
    Parameters
    ----------
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, fallback: float = 0.0) -> None:
        """
        Parameters
        ----------
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Mean:
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
    def set_output(self, *, transform: str | None = None) -> Mean:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def statistics_(self) -> typing.Any:
        """
        fill value of each column, (d,) (after fit)
        """
class Median(limn._limn.Component):
    """
    Fills gaps with the median of the column (the mean of the two middle values when even).
    
    Choose it as the plain default for user tables, whose amounts and counts have heavy tails;
    prefer Mode for codes of categories, Knn when columns depend on each other. Shapes: x (n, d) ->
    (n, d), no gap left; a column that was all missing at fit gets `fallback`. Cost: O(n d) at fit
    by selection, without sorting; one pass at transform.
    Source: Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
    Differs: nothing.
    
    Parameters
    ----------
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, fallback: float = 0.0) -> None:
        """
        Parameters
        ----------
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Median:
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
    def set_output(self, *, transform: str | None = None) -> Median:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def statistics_(self) -> typing.Any:
        """
        fill value of each column, (d,) (after fit)
        """
class Mode(limn._limn.Component):
    """
    Fills gaps with the most frequent value of the column, the smallest one among equals.
    
    Choose it for codes of categories and for flags; prefer Median for amounts, where hardly a value
    comes twice.
    Shapes: x (n, d) -> (n, d), no gap left; a column that was all missing at fit gets `fallback`.
    Cost: O(n log n) a column at fit, one pass at transform.
    Source: Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
    Differs: nothing.
    
    Parameters
    ----------
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, fallback: float = 0.0) -> None:
        """
        Parameters
        ----------
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Mode:
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
    def set_output(self, *, transform: str | None = None) -> Mode:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def statistics_(self) -> typing.Any:
        """
        fill value of each column, (d,) (after fit)
        """
class Knn(limn._limn.Component):
    """
    Fills each gap with the mean of that column over the nearest rows of the fitted table that have
    it. Distance: Euclidean over the columns both rows have, scaled up for those they do not share.
    
    Choose it when columns depend on each other and rows are at most some hundred thousand; prefer
    Median when they do not or when time is short. Columns should be on one scale (features.Standard
    or features.MinMax first), or the widest one decides alone.
    Shapes: x (n, d) -> (n, d), no gap left. Rows at equal distance are taken in the order of the
    fitted table. A row that shares no column with any donor gets the column's mean, a column
    without any value at fit gets `fallback`. Cost: fit copies the table; transform O(rows with gaps
    * n * d), no distance matrix is kept.
    Source: Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays.
    Differs: distances over shared columns; ties by row order; columns without values stay.
    
    Parameters
    ----------
    n_neighbors : int, default 5
        rows averaged for a gap (at least 1)
    weights : str, default 'uniform'
        weight of a neighbour: equal, or its inverse distance (one of uniform, distance)
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 5, weights: str = 'uniform', fallback: float = 0.0) -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 5
            rows averaged for a gap (at least 1)
        weights : str, default 'uniform'
            weight of a neighbour: equal, or its inverse distance (one of uniform, distance)
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Knn:
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
    def set_output(self, *, transform: str | None = None) -> Knn:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Context(limn._limn.Component):
    """
    Fills the gaps of a series from its own history: what this user did just before, between two
    known moments, or typically.
    
    Choose it for rows that are moments of users (basket values, sensor or account series), where a
    user resembles himself more than the others; prefer Knn or Median when each user has one row.
    Shapes: x (n, d) -> (n, d), rows in any order. `group_column` tells whose row it is,
    `time_column` when; both pass through untouched. Not set: one group, row order. History is that
    of the table given to transform. Where the method finds nothing (a gap before the first value, a
    row without time) the group's median steps in, then the column's median at fit, then `fallback`.
    Rows without a group have no history. Cost: O(n log n + n d).
    Source: Engels, Diehr (2003), Imputation of missing longitudinal data: a comparison of
    methods.
    Differs: falls back step by step, so that no gap is left.
    
    Parameters
    ----------
    method : str, default 'last'
        value before the gap, line between its neighbours, or median (one of last, interpolate, typical)
    group_column : int | None, default None
        index of the column that names the user; none = one user (at least 0)
    time_column : int | None, default None
        index of the column with the time; none = row order (at least 0)
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, method: str = 'last', group_column: int | None = None, time_column: int | None = None, fallback: float = 0.0) -> None:
        """
        Parameters
        ----------
        method : str, default 'last'
            value before the gap, line between its neighbours, or median (one of last, interpolate, typical)
        group_column : int | None, default None
            index of the column that names the user; none = one user (at least 0)
        time_column : int | None, default None
            index of the column with the time; none = row order (at least 0)
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Context:
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
    def set_output(self, *, transform: str | None = None) -> Context:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Indicator(limn._limn.Component):
    """
    Appends a column of flags (1 = was missing, 0 = was there) for each column that had gaps at fit,
    so that a later model can learn from the absence itself.
    
    Choose it in front of another imputer whenever cells are missing for a reason (a form left
    empty, a feature never used); leave it out when gaps are pure chance.
    Shapes: x (n, d) -> (n, d + k), k = columns().size(). The first d columns are x itself: its gaps
    stay missing for the next step, unless `fill_value` is set. Gaps in columns that had none at fit
    get no flag: the width is that of fit.
    Cost: one pass each.
    Source: Van Ness et al. (2023), The Missing Indicator Method: From Low to High Dimensions.
    Differs: keeps the original columns in front of the flags.
    
    Parameters
    ----------
    features : str, default 'missing_only'
        which columns get a flag: those with gaps at fit, or all (one of missing_only, all)
    fill_value : float | None, default None
        goes into the gaps; not set = they stay missing
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, features: str = 'missing_only', fill_value: float | None = None) -> None:
        """
        Parameters
        ----------
        features : str, default 'missing_only'
            which columns get a flag: those with gaps at fit, or all (one of missing_only, all)
        fill_value : float | None, default None
            goes into the gaps; not set = they stay missing
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Indicator:
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
    def set_output(self, *, transform: str | None = None) -> Indicator:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def columns_(self) -> typing.Any:
        """
        columns that have a flag (after fit)
        """
