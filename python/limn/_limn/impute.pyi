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
__all__: list[str] = ['Constant', 'Context', 'Forest', 'Indicator', 'Iterative', 'Knn', 'Mean', 'Median', 'Mode', 'Multiple', 'SoftImpute', 'pool']
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
    (n, d), float tables stay float; no gap left; a column that was all missing at fit gets
    `fallback`. Cost: one pass at fit, which counts what a sample has set aside and keeps the few
    cells between (about 3 %), one pass at transform; the median is exact.
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
    Shapes: x (n, d) -> (n, d), no gap left. Rows at equal distance are taken in a
    scattered order, always the same. A row that shares no column with any donor gets the column's
    mean, a column without any value at fit gets `fallback`. Cost: fit copies the table; transform
    O(rows with gaps
    * n * d) in fast products of blocks, no distance matrix is kept: 20,000 x 20 in about a second.
    Source: Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays.
    Differs: distances over shared columns; ties in a fixed, scattered order; columns without
    values stay. The products are in float and only sort out what is surely too far; distances are
    in double.
    
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
class Iterative(limn._limn.Component):
    """
    Fills each column by Bayesian ridge regression on all others, in turn, round after round, until
    nothing moves any more.
    
    Choose it for columns that depend on each other along straight lines: it costs little more than
    Median and leaves out no row. Prefer Forest where they bend or mix numbers and categories,
    draws (`sample_posterior`, several seeds) where the uncertainty of the gaps matters, Median for
    single independent columns.
    `method = "pmm"` (predictive mean matching) answers with a value seen at fit, that of the row
    whose prediction is nearest: no impossible amounts, skewed columns stay skewed.
    Shapes: x (n, d) -> (n, d), with `add_indicator` (n, d + k). No gap left; a column without a
    value at fit gets `fallback`, a category a level known at fit. A row's answer depends on no
    other row; with `sample_posterior` it is a draw that depends on its place in the table. Cost: a
    round is O(gaps * p^2 + d * p^3), p = d with categories counted by level; memory two copies of
    the table. Transform O(gaps * p) a round.
    Source: van Buuren, Groothuis-Oudshoorn (2011), mice; Tipping (2001) for the ridge.
    Differs: the regressions read sums of products kept up to date, never rows; columns are
    scaled first, so units do not matter; best guesses stay within the range seen at fit, which
    halves the harm of columns that a line does not fit; matching happens once, after the last
    round, with at most 16,384 donors.
    
    Parameters
    ----------
    method : str, default 'ridge'
        the prediction itself, or the value seen of the row nearest to it (one of ridge, pmm)
    max_iter : int, default 10
        rounds at most (at least 1)
    tol : float, default 0.001
        largest move in a round, in deviations of the column, that means rest (at least 0)
    n_donors : int, default 5
        nearest rows drawn among, with pmm and sample_posterior (at least 1)
    sample_posterior : bool, default False
        answers are draws, not best guesses
    min_value : list[float], default []
        least answer: none, one for all columns, or one a column
    max_value : list[float], default []
        largest answer: none, one for all columns, or one a column
    integers : bool, default False
        columns of whole numbers at fit get whole numbers
    categorical : list[float], default []
        columns (counted from 0) that hold category codes
    add_indicator : bool, default False
        append a flag for each column with gaps at fit
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    random_state : int, default 0
        seed of the draws (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, method: str = 'ridge', max_iter: int = 10, tol: float = 0.001, n_donors: int = 5, sample_posterior: bool = False, min_value: list[float] = [], max_value: list[float] = [], integers: bool = False, categorical: list[float] = [], add_indicator: bool = False, fallback: float = 0.0, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        method : str, default 'ridge'
            the prediction itself, or the value seen of the row nearest to it (one of ridge, pmm)
        max_iter : int, default 10
            rounds at most (at least 1)
        tol : float, default 0.001
            largest move in a round, in deviations of the column, that means rest (at least 0)
        n_donors : int, default 5
            nearest rows drawn among, with pmm and sample_posterior (at least 1)
        sample_posterior : bool, default False
            answers are draws, not best guesses
        min_value : list[float], default []
            least answer: none, one for all columns, or one a column
        max_value : list[float], default []
            largest answer: none, one for all columns, or one a column
        integers : bool, default False
            columns of whole numbers at fit get whole numbers
        categorical : list[float], default []
            columns (counted from 0) that hold category codes
        add_indicator : bool, default False
            append a flag for each column with gaps at fit
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        random_state : int, default 0
            seed of the draws (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Iterative:
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
    def set_output(self, *, transform: str | None = None) -> Iterative:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def converged_(self) -> typing.Any:
        """
        True: the solver came to rest (after fit)
        """
    @property
    def n_iter_(self) -> typing.Any:
        """
        iterations run (after fit)
        """
class Forest(limn._limn.Component):
    """
    Fills each column by a random forest on all others, behind the answers of Iterative, and says
    how good the answers are.
    
    Choose it for the best single guess: columns that bend, interact, or mix numbers and categories.
    Prefer Iterative where straight lines do or time is short, draws of Iterative where the spread
    of the gaps matters. Shapes: x (n, d) -> (n, d), with `add_indicator` (n, d + k); no gap left;
    categories get levels known at fit, a column without a value at fit `fallback`. A row's answer
    depends on no other row. Cost: fit grows max_iter * d * n_estimators trees of O(n log n) byte
    reads a column tried; memory two copies of the table, and the trees.
    Source: Stekhoven, Buehlmann (2012), MissForest: non-parametric missing value imputation for
    mixed-type data.
    Differs: trees read columns cut into bins and also see the linear prediction; forest and
    line are weighed by what they say about rows the trees have not seen. While a column is learned
    its known cells are hidden and the other gaps of the row filled without them, as they are in the
    rows to be answered; rounds are stages, each learned on the answers of the one before.
    
    Parameters
    ----------
    n_estimators : int, default 60
        trees for each column (in [1, 10000])
    max_iter : int, default 2
        stages of forests (in [1, 2])
    max_features : float, default 0.4
        share of the columns tried at a split (in (0, 1])
    min_samples_leaf : int, default 3
        rows in a leaf, at least (at least 1)
    min_value : list[float], default []
        least answer: none, one for all columns, or one a column
    max_value : list[float], default []
        largest answer: none, one for all columns, or one a column
    integers : bool, default False
        columns of whole numbers at fit get whole numbers
    categorical : list[float], default []
        columns (counted from 0) that hold category codes
    add_indicator : bool, default False
        append a flag for each column with gaps at fit
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    random_state : int, default 0
        seed of the trees (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_estimators: int = 60, max_iter: int = 2, max_features: float = 0.4, min_samples_leaf: int = 3, min_value: list[float] = [], max_value: list[float] = [], integers: bool = False, categorical: list[float] = [], add_indicator: bool = False, fallback: float = 0.0, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_estimators : int, default 60
            trees for each column (in [1, 10000])
        max_iter : int, default 2
            stages of forests (in [1, 2])
        max_features : float, default 0.4
            share of the columns tried at a split (in (0, 1])
        min_samples_leaf : int, default 3
            rows in a leaf, at least (at least 1)
        min_value : list[float], default []
            least answer: none, one for all columns, or one a column
        max_value : list[float], default []
            largest answer: none, one for all columns, or one a column
        integers : bool, default False
            columns of whole numbers at fit get whole numbers
        categorical : list[float], default []
            columns (counted from 0) that hold category codes
        add_indicator : bool, default False
            append a flag for each column with gaps at fit
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        random_state : int, default 0
            seed of the trees (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Forest:
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
    def set_output(self, *, transform: str | None = None) -> Forest:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def errors_(self) -> typing.Any:
        """
        expected error of the answers for each column, (d,) (after fit)
        """
class SoftImpute(limn._limn.Component):
    """
    Fills gaps by a table of low rank: a few hidden causes that all columns share.
    
    Choose it for wide tables whose columns move together (ratings, spectra, survey items); prefer
    Iterative for a dozen of columns, Forest where they bend, Knn for groups of like rows.
    Shapes: x (n, d) -> (n, d), with `add_indicator` (n, d + k); no gap left, known cells untouched.
    A row, new or of fit, is answered alone, by ridge regression of its known cells on the axes
    learnt: the fill that shrinking leaves as it is. A column without a value at fit gets
    `fallback`. Cost: O(n d^2) an iteration, some twenty for each penalty on the way down,
    `max_iter` at most; transform O(k^2 d) a row, k axes; memory three copies of the table.
    Source: Mazumder, Hastie, Tibshirani (2010), Spectral Regularization Algorithms for Learning
    Large Incomplete Matrices.
    Differs: columns are centred and scaled; singular values come from the smaller Gram matrix;
    the penalty is the one that tells a tenth of the known cells best, hidden meanwhile, in at most
    16,384 rows; every fill starts from that of a larger penalty, the first being the mean; answers
    stay within the range seen at fit.
    
    Parameters
    ----------
    penalty : float, default 0.0
        penalty on singular values, in deviations times the root of rows; 0 = chosen (at least 0)
    n_penalties : int, default 17
        penalties tried where it is chosen (in [1, 1000])
    max_iter : int, default 200
        iterations at most, for each penalty (at least 1)
    tol : float, default 0.0001
        relative change of the filled table that means rest (at least 0)
    min_value : list[float], default []
        least answer: none, one for all columns, or one a column
    max_value : list[float], default []
        largest answer: none, one for all columns, or one a column
    integers : bool, default False
        columns of whole numbers at fit get whole numbers
    add_indicator : bool, default False
        append a flag for each column with gaps at fit
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    random_state : int, default 0
        seed of the cells hidden to choose the penalty (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, penalty: float = 0.0, n_penalties: int = 17, max_iter: int = 200, tol: float = 0.0001, min_value: list[float] = [], max_value: list[float] = [], integers: bool = False, add_indicator: bool = False, fallback: float = 0.0, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        penalty : float, default 0.0
            penalty on singular values, in deviations times the root of rows; 0 = chosen (at least 0)
        n_penalties : int, default 17
            penalties tried where it is chosen (in [1, 1000])
        max_iter : int, default 200
            iterations at most, for each penalty (at least 1)
        tol : float, default 0.0001
            relative change of the filled table that means rest (at least 0)
        min_value : list[float], default []
            least answer: none, one for all columns, or one a column
        max_value : list[float], default []
            largest answer: none, one for all columns, or one a column
        integers : bool, default False
            columns of whole numbers at fit get whole numbers
        add_indicator : bool, default False
            append a flag for each column with gaps at fit
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        random_state : int, default 0
            seed of the cells hidden to choose the penalty (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> SoftImpute:
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
    def set_output(self, *, transform: str | None = None) -> SoftImpute:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def objective_(self) -> typing.Any:
        """
        what is minimised, before each iteration (after fit)
        """
    @property
    def penalty_(self) -> typing.Any:
        """
        the penalty used (after fit)
        """
    @property
    def rank_(self) -> typing.Any:
        """
        axes that are left (after fit)
        """
class Multiple(limn._limn.Component):
    """
    Fills each gap several times over, by draws of Iterative, so that what is not known shows as
    spread: `imputations(x)` are completed tables, alike where a cell is known.
    
    Choose it where a number computed from the table needs an honest error: compute it on each
    completed table and join the answers by `pool`. Prefer Iterative or Forest for one best guess
    of each gap; `transform` here is the mean of the tables (of a category the level drawn most
    often), which is steadier than one draw and wider than a best guess.
    Shapes: x (n, d) -> `n_imputations` tables (n, d); no gap left, bounds, whole numbers and
    categories as in Iterative. A draw depends on the row's place in the table and on
    `random_state`, on no other row. Cost: `n_imputations` times that of Iterative.
    Source: van Buuren, Groothuis-Oudshoorn (2011), mice: Multivariate Imputation by Chained
    Equations in R; Rubin (1987), Multiple Imputation for Nonresponse in Surveys.
    Differs: each table has regressions of its own, drawn once at fit and kept, so that new rows
    are completed without fitting again; between the rounds of one chain gaps hold normal draws,
    with "pmm" the last answer is the value of one of the `n_donors` nearest rows.
    
    Parameters
    ----------
    n_imputations : int, default 5
        completed tables (in [2, 1000])
    method : str, default 'pmm'
        draws among the values seen of the nearest rows, or normal draws (one of pmm, ridge)
    max_iter : int, default 10
        rounds of each chain (at least 1)
    n_donors : int, default 5
        nearest rows drawn among, with pmm (at least 1)
    min_value : list[float], default []
        least answer: none, one for all columns, or one a column
    max_value : list[float], default []
        largest answer: none, one for all columns, or one a column
    integers : bool, default False
        columns of whole numbers at fit get whole numbers
    categorical : list[float], default []
        columns (counted from 0) that hold category codes
    add_indicator : bool, default False
        append a flag for each column with gaps at fit
    fallback : float, default 0.0
        fills columns that had no value at fit, in units of the column
    random_state : int, default 0
        seed of the draws (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_imputations: int = 5, method: str = 'pmm', max_iter: int = 10, n_donors: int = 5, min_value: list[float] = [], max_value: list[float] = [], integers: bool = False, categorical: list[float] = [], add_indicator: bool = False, fallback: float = 0.0, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_imputations : int, default 5
            completed tables (in [2, 1000])
        method : str, default 'pmm'
            draws among the values seen of the nearest rows, or normal draws (one of pmm, ridge)
        max_iter : int, default 10
            rounds of each chain (at least 1)
        n_donors : int, default 5
            nearest rows drawn among, with pmm (at least 1)
        min_value : list[float], default []
            least answer: none, one for all columns, or one a column
        max_value : list[float], default []
            largest answer: none, one for all columns, or one a column
        integers : bool, default False
            columns of whole numbers at fit get whole numbers
        categorical : list[float], default []
            columns (counted from 0) that hold category codes
        add_indicator : bool, default False
            append a flag for each column with gaps at fit
        fallback : float, default 0.0
            fills columns that had no value at fit, in units of the column
        random_state : int, default 0
            seed of the draws (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Multiple:
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
    def imputations(self, X: typing.Any) -> list[numpy.typing.NDArray[numpy.float64]]:
        """
        The completed tables of X, n_imputations times (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> Multiple:
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
def pool(estimates: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], variances: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], df_complete: typing.SupportsFloat | typing.SupportsIndex | None = None, rule: str = 'rubin') -> dict[str, typing.Any]:
    """
    Joins the analyses of m completed tables: estimates and variances (squared standard errors), (m,) or (m, k). df_complete: rows less parameters, None for large tables; rule: 'rubin' for filled gaps, 'reiter' for synthetic data.
    """
