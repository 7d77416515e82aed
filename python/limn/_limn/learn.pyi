# SPDX-License-Identifier: MIT
"""
Building blocks: models that several rooms share.
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['LogisticRegression', 'Nearest', 'Ridge']
class Ridge(limn._limn.Component):
    """
    Linear regression with squared coefficients held small: minimises the weighted sum of squared
    errors plus alpha times the sum of squared coefficients; the intercept is free.
    
    Choose it for amounts and counts with many correlated columns, and wherever coefficients must be
    read; prefer LogisticRegression for classes. Columns should be on one scale (features.Standard).
    Shapes: x (n, d) without missing values, y (n). alpha = 0 is least squares; where columns depend
    on each other it then takes the solution of smallest norm.
    Cost: one pass, O(n d^2 + d^3); d^2 numbers of memory.
    Source: Hoerl, Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal
    Problems.
    Differs: normal equations of centred columns in double precision, by Cholesky.
    
    Parameters
    ----------
    alpha : float, default 1.0
        weight of the squared coefficients (in [0, 1e+300])
    fit_intercept : bool, default True
        learn a constant; off when x and y are centred
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, alpha: float = 1.0, fit_intercept: bool = True) -> None:
        """
        Parameters
        ----------
        alpha : float, default 1.0
            weight of the squared coefficients (in [0, 1e+300])
        fit_intercept : bool, default True
            learn a constant; off when x and y are centred
        """
    def explain(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How much each column made the answer what it is, (n, d).
        """
    def fit(self, X: typing.Any, y: typing.Any, sample_weight: typing.Any = None) -> Ridge:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def predict(self, X: typing.Any) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,).
        """
    def score(self, X: typing.Any, y: typing.Any, sample_weight: typing.Any = None) -> float:
        """
        R squared: 1 = exact, 0 = as good as the mean.
        """
    @property
    def coef_(self) -> typing.Any:
        """
        weight of each column (after fit)
        """
    @property
    def intercept_(self) -> typing.Any:
        """
        constant term (after fit)
        """
class LogisticRegression(limn._limn.Component):
    """
    Probabilities of two or more classes from a linear score: minimises the weighted log loss plus
    the sum of squared coefficients / (2 C); intercepts are free.
    
    Choose it for churn, purchase and other yes/no questions whose answer must be a probability with
    readable coefficients; prefer boosted trees when columns act together. Columns may differ in
    scale for the solver, but the penalty is on the coefficients as they are: scale them
    (features.Standard) to have columns penalised alike.
    Shapes: x (n, d) without missing values; y (n), any numbers, one per class.
    Cost: a handful of passes of O(n p^2 / k) by Newton's method up to p = 256 coefficients of k
    classes, some tens of passes of O(n p) by L-BFGS beyond.
    Source: Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, section
    4.4; Nocedal, Wright (2006), Numerical Optimization, chapters 3 and 7.
    Differs: columns are standardised inside the solver only. When max_iter ends the search
    `converged()` is false; nothing is printed.
    
    Parameters
    ----------
    C : float, default 1.0
        inverse weight of the squared coefficients (in (0, 1e+300))
    fit_intercept : bool, default True
        learn a constant for each class
    class_weight : str, default 'none'
        balanced: rare classes weigh as much as frequent ones (one of none, balanced)
    max_iter : int, default 200
        most steps of the solver (at least 1)
    tol : float, default 1e-06
        largest gradient, per unit of weight, at which the search ends (in (0, 1))
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, C: float = 1.0, fit_intercept: bool = True, class_weight: str = 'none', max_iter: int = 200, tol: float = 1e-06) -> None:
        """
        Parameters
        ----------
        C : float, default 1.0
            inverse weight of the squared coefficients (in (0, 1e+300))
        fit_intercept : bool, default True
            learn a constant for each class
        class_weight : str, default 'none'
            balanced: rare classes weigh as much as frequent ones (one of none, balanced)
        max_iter : int, default 200
            most steps of the solver (at least 1)
        tol : float, default 1e-06
            largest gradient, per unit of weight, at which the search ends (in (0, 1))
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def explain(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How much each column made the answer what it is, (n, d).
        """
    def fit(self, X: typing.Any, y: typing.Any, sample_weight: typing.Any = None) -> LogisticRegression:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def predict(self, X: typing.Any) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,).
        """
    def predict_proba(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Probability of each class, (n, n_classes).
        """
    def score(self, X: typing.Any, y: typing.Any, sample_weight: typing.Any = None) -> float:
        """
        Share of rows whose class is predicted rightly.
        """
    @property
    def classes_(self) -> typing.Any:
        """
        the classes, sorted (after fit)
        """
    @property
    def coef_(self) -> typing.Any:
        """
        weight of each column (after fit)
        """
    @property
    def converged_(self) -> typing.Any:
        """
        True: the solver came to rest (after fit)
        """
    @property
    def intercept_(self) -> typing.Any:
        """
        constant term (after fit)
        """
    @property
    def n_iter_(self) -> typing.Any:
        """
        iterations run (after fit)
        """
class Nearest(limn._limn.Component):
    """
    Remembers rows and finds those nearest to others, exactly.
    
    Choose it for similar users, densities and votes of neighbours, up to millions of rows of up to
    hundreds of columns: blocked products beat a graph index there, need no build and miss nobody.
    Prefer an approximate index for single questions to far more rows. Scale the columns before
    (features.Standard). In C++ `learn::neighbours` does the same for a table that is not kept.
    Shapes: x (n, d) of double or float, no missing values, kept as it came. Distances are
    Euclidean, those of the plain loop in double precision; equally near rows come by their number.
    Same bits for any number of threads. Cost: one multiplication in float a query, row and column.
    The object holds the rows: it is as personal as they are.
    Source: Cover, Hart (1967), Nearest Neighbor Pattern Classification; Johnson, Douze, Jegou
    (2019), Billion-scale similarity search with GPUs.
    Differs: products in float only sieve, with a bound on their rounding errors.
    
    Parameters
    ----------
    n_neighbors : int, default 10
        neighbours of a query when not said otherwise (at least 1)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 10) -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 10
            neighbours of a query when not said otherwise (at least 1)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Nearest:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def kneighbors(self, X: typing.Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.int64]] | numpy.typing.NDArray[numpy.int64]:
        """
        Distances (n, k) and row numbers at fit (n, k), nearest first; with return_distance=False the row numbers alone. Without X: of the rows at fit, each without itself.
        """
