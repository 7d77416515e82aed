# SPDX-License-Identifier: MIT
"""
Who does not fit, and by how much?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['IsolationForest']
class IsolationForest(limn._limn.Component):
    """
    Says how strange each row is by how few random cuts set it apart from a sample of the others.
    
    Choose it first: it needs no scaling, no distance and no tuning, takes gaps and categories as
    they are, and learns in milliseconds at any number of rows. Prefer a method of neighbours for
    rows that are strange only beside their own group.
    Shapes: x (n, d) of double or float, read in place. Missing: `divide` sends a row down both
    sides of a cut it has no value for, each with the share of training rows there (the expected
    path); `majority` sends it with the greater part; `refuse` is a DataError. While learning, a row
    without a value takes a side by lot in proportion to the others. Category columns hold codes 0,
    1, 2 ...; a cut halves the codes at random; a code never seen falls on either side. Cost: fit
    n_estimators * max_samples * log(max_samples), one pass to check x, and one scoring of x where
    contamination is set; a score walks every tree. Same bits for any number of threads.
    Source: Liu, Ting, Zhou (2008), Isolation Forest; reasons after Palczewska, Palczewski,
    Marchese Robinson, Neagu (2013), Interpreting random forest models using a feature contribution
    method.
    Differs: exact harmonic numbers in c(n); columns that no longer vary are drawn again;
    missing values and categories; contributions are taken on the path length.
    
    Parameters
    ----------
    n_estimators : int, default 100
        number of trees (in [1, 1e+05])
    max_samples : int, default 256
        rows each tree is grown on (all where there are fewer) (in [1, 16777216])
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: those with a score above 0.5 (in (0, 0.5])
    max_depth : int | None, default None
        cuts on a path at most; none: log2 of the sample, rounded up (in [1, 16777216])
    missing : str, default 'divide'
        a gap sends a row down both sides (divide), with the greater part (majority), or is an error (one of divide, majority, refuse)
    categorical : list[float], default []
        columns (counted from 0) that hold category codes (in [0, 16777216])
    random_state : int, default 0
        seed; forests to be merged need different ones (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_estimators: int = 100, max_samples: int = 256, contamination: float | None = None, max_depth: int | None = None, missing: str = 'divide', categorical: list[float] = [], random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_estimators : int, default 100
            number of trees (in [1, 1e+05])
        max_samples : int, default 256
            rows each tree is grown on (all where there are fewer) (in [1, 16777216])
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: those with a score above 0.5 (in (0, 0.5])
        max_depth : int | None, default None
            cuts on a path at most; none: log2 of the sample, rounded up (in [1, 16777216])
        missing : str, default 'divide'
            a gap sends a row down both sides (divide), with the greater part (majority), or is an error (one of divide, majority, refuse)
        categorical : list[float], default []
            columns (counted from 0) that hold category codes (in [0, 16777216])
        random_state : int, default 0
            seed; forests to be merged need different ones (at least 0)
        """
    def anomaly_score(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strange each row is, (n,): higher = stranger.
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def explain(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How much each column made the answer what it is, (n, d).
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> IsolationForest:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
        """
    def merge(self, other: IsolationForest) -> IsolationForest:
        """
        Joins what `other`, made with equal options, has learned.
        """
    def predict(self, X: typing.Any) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,).
        """
    def score_samples(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        anomaly_score with its sign turned, scikit-learn's convention: lower = stranger.
        """
    @property
    def baseline_(self) -> typing.Any:
        """
        mean path length of the training rows (after fit)
        """
    @property
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
