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
__all__: list[str] = ['Cblof', 'Ecod', 'Ensemble', 'HalfSpaceTrees', 'Hbos', 'IsolationForest', 'LocalOutlierFactor', 'Mahalanobis', 'Nearest', 'conformal_p_values', 'conformal_threshold', 'fence_threshold', 'quantile_threshold']
class IsolationForest(limn._limn.Component):
    """
    Says how strange each row is by how few random cuts set it apart from a sample of the others.
    
    Choose it first: it needs no scaling, no distance and no tuning, takes gaps and categories as
    they are, and learns in milliseconds at any number of rows. Prefer Ensemble where quality counts
    more than speed, a method of neighbours for rows that are strange only beside their own group.
    `ndim` 2 or 3 cuts along sums of columns; prob_pick_pooled_gain = 1 with a deep max_depth places
    cuts where they separate most ("fair cut"), which finds strange rows that come in clumps.
    Shapes: x (n, d) of double or float, read in place. Missing: `divide` sends a row down both
    sides of a cut it has no value for, each with the share of training rows there (the expected
    path); `majority` sends it with the greater part; `refuse` is a DataError. While learning, a row
    without a value takes a side by lot in proportion to the others. Category columns hold codes 0,
    1, 2 ...; a cut halves the codes at random; a code never seen falls on either side. Row weights
    are chances to be drawn into a sample, where a row may then come more than once. Sparse rows are
    taken as they are; what is not written is 0. With `build_imputer` impute() fills gaps by the
    training rows that go a row's ways: quick, and of a model that is there anyway; see limn.impute
    for better. feedback() hears what was found out about single rows. to_json() and to_sql() take
    the forest elsewhere. Cost: fit n_estimators * max_samples * log(max_samples) whatever n (rows
    no tree looks at are not checked either), and one scoring of x where contamination is set; a
    score walks every tree. Same bits for any number of threads.
    Source: Liu, Ting, Zhou (2008), Isolation Forest; Hariri, Carrasco Kind, Brunner (2021),
    Extended Isolation Forest; Cortes (2021), Revisiting randomized choices in isolation forests
    (pooled gain, kurtosis), Isolation forests: looking beyond tree depth (adjusted depth, density)
    and Imputing missing values with unsupervised random trees (2019); Siddiqui, Fern, Dietterich,
    Wright, Theriault, Archer (2018), Feedback-guided anomaly discovery via online optimization
    (linear loss); reasons after Palczewska, Palczewski, Marchese Robinson, Neagu (2013),
    Interpreting random forest models using a feature contribution method.
    Differs: exact harmonic numbers in c(n); columns that no longer vary are drawn again;
    missing values and categories; contributions are taken on the path length; a cut that joins
    columns shares its part equally among them; partial_fit keeps a window of trees; leaves speak
    for gaps in inverse proportion to their rows; what is said of rows moves the steps of a path, a
    gap's both, and then every tree is brought back to its mean path and the forest to its spread
    (the order of rows stays that of the loss), so that threshold() keeps its meaning; a reader of
    the forest needs not know it.
    
    Parameters
    ----------
    n_estimators : int, default 100
        number of trees (in [1, 1e+05])
    max_samples : int, default 256
        rows each tree is grown on (all where there are fewer) (in [1, 16777216])
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: those with a score above 0.5 (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    max_depth : int | None, default None
        cuts on a path at most; none: log2 of the sample, rounded up (in [1, 16777216])
    missing : str, default 'divide'
        a gap sends a row down both sides (divide), with the greater part (majority), or is an error (one of divide, majority, refuse)
    categorical : list[float], default []
        columns (counted from 0) that hold category codes (in [0, 16777216])
    ndim : int, default 1
        columns a cut joins; 1 cuts along one column (in [1, 3])
    ntry : int, default 1
        cuts tried where the gain chooses (in [1, 1000])
    prob_pick_pooled_gain : float, default 0.0
        share of the cuts placed where they separate most (pooled gain) instead of at random (in [0, 1])
    weigh_by_kurtosis : bool, default False
        draw columns in proportion to their kurtosis in the sample of the tree
    scoring : str, default 'depth'
        what a path counts: its cuts (depth), cuts weighed by how densely their side is filled (adj_depth), or that density alone (density) (one of depth, adj_depth, density)
    build_imputer : bool, default False
        remember what the rows of each leaf are like, so that impute can fill gaps
    new_trees : int, default 10
        trees partial_fit grows; the oldest beyond n_estimators go (in [1, 1e+05])
    random_state : int, default 0
        seed; forests to be merged need different ones (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_estimators: int = 100, max_samples: int = 256, contamination: float | None = None, threshold: str = 'automatic', max_depth: int | None = None, missing: str = 'divide', categorical: list[float] = [], ndim: int = 1, ntry: int = 1, prob_pick_pooled_gain: float = 0.0, weigh_by_kurtosis: bool = False, scoring: str = 'depth', build_imputer: bool = False, new_trees: int = 10, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_estimators : int, default 100
            number of trees (in [1, 1e+05])
        max_samples : int, default 256
            rows each tree is grown on (all where there are fewer) (in [1, 16777216])
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: those with a score above 0.5 (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
        max_depth : int | None, default None
            cuts on a path at most; none: log2 of the sample, rounded up (in [1, 16777216])
        missing : str, default 'divide'
            a gap sends a row down both sides (divide), with the greater part (majority), or is an error (one of divide, majority, refuse)
        categorical : list[float], default []
            columns (counted from 0) that hold category codes (in [0, 16777216])
        ndim : int, default 1
            columns a cut joins; 1 cuts along one column (in [1, 3])
        ntry : int, default 1
            cuts tried where the gain chooses (in [1, 1000])
        prob_pick_pooled_gain : float, default 0.0
            share of the cuts placed where they separate most (pooled gain) instead of at random (in [0, 1])
        weigh_by_kurtosis : bool, default False
            draw columns in proportion to their kurtosis in the sample of the tree
        scoring : str, default 'depth'
            what a path counts: its cuts (depth), cuts weighed by how densely their side is filled (adj_depth), or that density alone (density) (one of depth, adj_depth, density)
        build_imputer : bool, default False
            remember what the rows of each leaf are like, so that impute can fill gaps
        new_trees : int, default 10
            trees partial_fit grows; the oldest beyond n_estimators go (in [1, 1e+05])
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
    def drop_trees(self, n: typing.Any) -> typing.Any:
        """
        drop_trees(self, n: int) -> limn._limn.outlier.IsolationForest
        
        Lets the n oldest trees go; at least one stays. After merge those are the trees of this object, before those of the other.
        """
    def explain(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How much each column made the answer what it is, (n, d).
        """
    def feedback(self, X: typing.Any, labels: typing.Any, rate: typing.SupportsFloat | typing.SupportsIndex = 1.0) -> typing.Any:
        """
        feedback(self, X: typing.Any, labels: typing.Any, rate: float = 1.0) -> limn._limn.outlier.IsolationForest
        
        What rows of X turned out to be: -1 strange, 1 usual, 0 not known. Rows like them are judged with them; `rate` says how much each counts.
        """
    def fit(self, X: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> IsolationForest:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
        """
    def impute(self: limn._limn.Component, X: typing.Any) -> typing.Any:
        """
        impute(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]
        
        X with its gaps filled by what the leaves of each row are like, (n, d); fit with build_imputer=True.
        """
    def merge(self, other: IsolationForest) -> IsolationForest:
        """
        Joins what `other`, made with equal options, has learned.
        """
    def partial_fit(self, X: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> IsolationForest:
        """
        Learns more without forgetting.
        """
    def predict(self, X: typing.Any) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,).
        """
    def proximity(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Share of trees in which two rows end in the same leaf, (n, n).
        """
    def score_samples(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        anomaly_score with its sign turned, scikit-learn's convention: lower = stranger.
        """
    def to_json(self: limn._limn.Component) -> str:
        """
        to_json(self) -> str
        
        The trees as JSON, for readers elsewhere.
        """
    def to_sql(self: limn._limn.Component, table: str, columns: typing.Any = None) -> str:
        """
        to_sql(self, table: str, columns: typing.Any = None) -> str
        
        One SELECT of `table` with all its columns and `anomaly_score`; a gap is NULL. columns: what the table calls those of X; None: as at fit.
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
class Ensemble(limn._limn.Component):
    """
    Says how strange each row is by the agreement of members that fail in different ways: forests of
    random, joined, well-placed and heavy-tail cuts, counted by depth and by density, and a robust
    distance. One setting for all tables.
    
    Choose it where quality counts more than a millisecond; prefer IsolationForest for one forest
    that is quick and small. Each score becomes the surprise -log(share of the training rows at
    least as strange). The half of the forests whose surprises go along least with those of the
    others is left out, which needs no labels; those that stay and the distance, which sees what
    cuts do not (columns that move together), count alike. Shapes: x (n, d) of double; no scaling.
    Missing and categories: as IsolationForest does by default; the distance takes medians and the
    numbers alone, and is left out above 256 columns or n / 5. Cost: some ten times that of a
    forest, scores take the deep trees' way; memory a few megabytes, no row is kept. Same bits for
    any number of threads.
    Source: Aggarwal, Sathe (2017), Outlier Ensembles; Zimek, Campello, Sander (2014), Ensembles
    for Unsupervised Outlier Detection; Klementiev, Roth, Small (2007), An Unsupervised Learning
    Algorithm for Rank Aggregation (trust by agreement); Croux, Haesbroeck (1999), Influence
    Function and Efficiency of the Minimum Covariance Determinant Scatter Matrix Estimator (three
    quarters).
    Differs: the mean of surprises, the logarithms of ranks, so that the top counts most.
    
    Parameters
    ----------
    n_estimators : int, default 100
        trees of each forest (in [1, 10000])
    categorical : list[float], default []
        columns (counted from 0) that hold category codes (in [0, 16777216])
    random_state : int, default 0
        seed of the trees (at least 0)
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above the upper fence of their surprises (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_estimators: int = 100, categorical: list[float] = [], random_state: int = 0, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        n_estimators : int, default 100
            trees of each forest (in [1, 10000])
        categorical : list[float], default []
            columns (counted from 0) that hold category codes (in [0, 16777216])
        random_state : int, default 0
            seed of the trees (at least 0)
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above the upper fence of their surprises (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
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
    def fit(self, X: typing.Any, y: typing.Any = None) -> Ensemble:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
    @property
    def weights_(self) -> typing.Any:
        """
        weight of each part (after fit)
        """
class LocalOutlierFactor(limn._limn.Component):
    """
    Says how much thinner each row's surroundings are than those of its neighbours: 1 = as dense.
    
    Choose it for rows that are strange only beside their own group, where groups differ in density;
    prefer IsolationForest or Nearest for rows far from everybody, and beyond some 100,000 rows.
    Scale the columns before (features.Robust). Shapes: x (n, d), no missing values; keeps the rows,
    so the object is as personal as they are. Cost: fit and score are searches for n_neighbors
    neighbours (learn.Nearest); memory n * n_neighbors. Same bits for any number of threads.
    Source: Breunig, Kriegel, Ng, Sander (2000), LOF: Identifying Density-Based Local Outliers;
    values are those of scikit-learn.
    Differs: a row asked for that equals a row of fit gets the score of that row, which is not
    its own neighbour, so that scoring the table of fit gives the factors of fit.
    
    Parameters
    ----------
    n_neighbors : int, default 20
        neighbours that make up the surroundings of a row (in [1, 1048576])
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above a factor of 1.5 (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 20, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 20
            neighbours that make up the surroundings of a row (in [1, 1048576])
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above a factor of 1.5 (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
        """
    def anomaly_score(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strange each row is, (n,): higher = stranger.
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> LocalOutlierFactor:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def negative_outlier_factor_(self) -> typing.Any:
        """
        minus the factor of each row of fit, (n,) (after fit)
        """
    @property
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
class Nearest(limn._limn.Component):
    """
    Says how far each row is from its nearest neighbours.
    
    Choose it for rows far from everybody and from one another, in few and comparable columns;
    prefer LocalOutlierFactor where groups differ in density, IsolationForest for many rows or
    columns of mixed units. Scale the columns before (features.Robust). Shapes: x (n, d), no missing
    values; keeps the rows, so the object is as personal as they are. Cost: fit and score are
    searches for n_neighbors neighbours (learn.Nearest). Same bits for any number of threads.
    Source: Ramaswamy, Rastogi, Shim (2000), Efficient Algorithms for Mining Outliers from Large
    Data Sets; Angiulli, Pizzuti (2002), Fast Outlier Detection in High Dimensional Spaces.
    Differs: a row asked for that equals a row of fit is not its own neighbour.
    
    Parameters
    ----------
    n_neighbors : int, default 5
        neighbours whose distance counts (in [1, 1048576])
    method : str, default 'largest'
        which of their distances is the score (one of largest, mean, median)
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 5, method: str = 'largest', contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 5
            neighbours whose distance counts (in [1, 1048576])
        method : str, default 'largest'
            which of their distances is the score (one of largest, mean, median)
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
        """
    def anomaly_score(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strange each row is, (n,): higher = stranger.
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Nearest:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
class Mahalanobis(limn._limn.Component):
    """
    Says how far each row is from the centre in units of a covariance that outliers have not bent:
    that of the half of the rows whose covariance has the least determinant.
    
    Choose it for one cloud of rows with correlated columns, d well below n / 5; prefer
    GaussianMixture or LocalOutlierFactor for several groups, IsolationForest for many columns or
    tails. Shapes: x (n, d), no missing values; units do not matter. Collinear columns: directions
    without spread count as very narrow ones. Cost: some 100 passes over n * d^2, d^3 for each
    start; a score is d^2 a row. Same bits for any number of threads.
    Source: Rousseeuw, Van Driessen (1999), A Fast Algorithm for the Minimum Covariance
    Determinant Estimator.
    Differs: starts are drawn and concentrated on at most 1,500 rows, the best three of them on
    all rows.
    
    Parameters
    ----------
    support_fraction : float | None, default None
        share of the rows that shape the covariance; none: (n + d + 1) / 2 of them (in (0, 1])
    random_state : int, default 0
        seed of the starts (at least 0)
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: a distance only one row of 40 of a normal cloud exceeds (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, support_fraction: float | None = None, random_state: int = 0, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        support_fraction : float | None, default None
            share of the rows that shape the covariance; none: (n + d + 1) / 2 of them (in (0, 1])
        random_state : int, default 0
            seed of the starts (at least 0)
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: a distance only one row of 40 of a normal cloud exceeds (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
        """
    def anomaly_score(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strange each row is, (n,): higher = stranger.
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Mahalanobis:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def covariance_(self) -> typing.Any:
        """
        robust covariance, (d, d) (after fit)
        """
    @property
    def location_(self) -> typing.Any:
        """
        robust centre, (d,) (after fit)
        """
    @property
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
class Cblof(limn._limn.Component):
    """
    Says how far each row is from the nearest large group of rows.
    
    Choose it for tables of a few round groups, where small groups of strange rows should not count
    as company; prefer LocalOutlierFactor where groups differ in density, IsolationForest without a
    notion of distance. Shapes: x (n, d), no missing values; columns are standardised inside. Cost:
    some 30 rounds of n * n_clusters * d; a score is n_clusters * d a row. Same bits for any number
    of threads.
    Source: He, Xu, Deng (2003), Discovering cluster-based local outliers; k-means++ starts of
    Arthur, Vassilvitskii (2007).
    Differs: distances are not weighed by the size of the group.
    
    Parameters
    ----------
    n_clusters : int, default 8
        groups the rows are put into (all rows where fewer) (in [1, 10000])
    alpha : float, default 0.9
        share of the rows the large groups hold together (in (0.5, 1))
    beta : float, default 5.0
        the last large group is this many times larger than the next (above 1)
    random_state : int, default 0
        seed of the starts (at least 0)
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_clusters: int = 8, alpha: float = 0.9, beta: float = 5.0, random_state: int = 0, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        n_clusters : int, default 8
            groups the rows are put into (all rows where fewer) (in [1, 10000])
        alpha : float, default 0.9
            share of the rows the large groups hold together (in (0.5, 1))
        beta : float, default 5.0
            the last large group is this many times larger than the next (above 1)
        random_state : int, default 0
            seed of the starts (at least 0)
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
        """
    def anomaly_score(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strange each row is, (n,): higher = stranger.
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Cblof:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
class Ecod(limn._limn.Component):
    """
    Says how far out in the tails of the columns each row lies, by the share of rows beyond it.
    
    Choose it for a quick answer with nothing to set, in any number of columns, with a reason per
    column; prefer IsolationForest for rows that are odd by a combination of usual values. Shapes:
    x (n, d). Missing: a gap counts as a usual value (1, what a row scores in a column on average).
    Cost: fit sorts each column, score looks two numbers up a cell; memory n * d. Same bits for any
    number of threads.
    Source: Li, Zhao, Hu, Botta, Ionescu, Chen (2022), ECOD: Unsupervised Outlier Detection
    Using Empirical Cumulative Distribution Functions.
    Differs: missing values; a value beyond all of fit has a share of 1 / (n + 1).
    
    Parameters
    ----------
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
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
    def fit(self, X: typing.Any, y: typing.Any = None) -> Ecod:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
class Hbos(limn._limn.Component):
    """
    Says how rare the values of each row are by a histogram of each column.
    
    Choose it for millions of rows where columns say different things; prefer Ecod when only the
    tails are strange, IsolationForest when combinations are. Shapes: x (n, d). Missing: a gap is a
    bin of its own. Cost: two passes at fit, one division a cell at score; memory n_bins * d. Same
    bits for any number of threads.
    Source: Goldstein, Dengel (2012), Histogram-based Outlier Score (HBOS): A Fast Unsupervised
    Anomaly Detection Algorithm; bins of equal width.
    Differs: every bin, also beyond the ends, holds `alpha` rows more than were seen, so that no
    score is infinite; missing values.
    
    Parameters
    ----------
    n_bins : int, default 10
        bins of equal width a column (in [1, 1e+05])
    alpha : float, default 0.1
        rows every bin holds beside those seen (above 0)
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_bins: int = 10, alpha: float = 0.1, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        n_bins : int, default 10
            bins of equal width a column (in [1, 1e+05])
        alpha : float, default 0.1
            rows every bin holds beside those seen (above 0)
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
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
    def fit(self, X: typing.Any, y: typing.Any = None) -> Hbos:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
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
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
class HalfSpaceTrees(limn._limn.Component):
    """
    Says how empty the part of space is that each row falls into, counted over a window of the
    latest rows of a stream.
    
    Choose it for a stream whose usual behaviour drifts: partial_fit takes rows as they come and
    forgets all but the latest window, in memory that never grows; prefer IsolationForest for a
    table at rest. Shapes: x (n, d), no missing values. The range of the columns is learnt by the
    first fit; a value outside it falls into the outermost part. Cost: n_estimators * max_depth a
    row to learn and to score; memory n_estimators * 2^max_depth. Same bits for any number of
    threads.
    Source: Tan, Ting, Liu (2011), Fast Anomaly Detection for Streaming Data.
    Differs: the score is 1 / (1 + mean density), density 1 = evenly filled, so that it lies in
    (0, 1) and is higher for stranger rows; the first fit fills the reference window with all rows.
    
    Parameters
    ----------
    n_estimators : int, default 25
        number of trees (in [1, 10000])
    max_depth : int, default 10
        halvings on a path (in [1, 18])
    window : int, default 250
        rows after which the latest become the reference (in [1, 16777216])
    random_state : int, default 0
        seed of the trees (at least 0)
    contamination : float | None, default None
        share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
    threshold : str, default 'automatic'
        how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_estimators: int = 25, max_depth: int = 10, window: int = 250, random_state: int = 0, contamination: float | None = None, threshold: str = 'automatic') -> None:
        """
        Parameters
        ----------
        n_estimators : int, default 25
            number of trees (in [1, 10000])
        max_depth : int, default 10
            halvings on a path (in [1, 18])
        window : int, default 250
            rows after which the latest become the reference (in [1, 16777216])
        random_state : int, default 0
            seed of the trees (at least 0)
        contamination : float | None, default None
            share of the training rows that predict calls strange; none: above the upper fence of their scores (in (0, 0.5])
        threshold : str, default 'automatic'
            how the line of predict is found: automatic (by contamination, without it a rule of the component) or conformal: half of the rows are kept back from learning, and the line is drawn so that at most a share contamination (none: 0.01) of usual rows crosses it (one of automatic, conformal)
        """
    def anomaly_score(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strange each row is, (n,): higher = stranger.
        """
    def decision_function(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Signed distance from the decision, (n,) or (n, n_classes).
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> HalfSpaceTrees:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
        """
    def partial_fit(self, X: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> HalfSpaceTrees:
        """
        Learns more without forgetting.
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
    def threshold_(self) -> typing.Any:
        """
        score above which a row is called an outlier (after fit)
        """
def conformal_p_values(calibration: typing.Any, scores: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
    """
    How rare each score would be among usual rows, whose scores `calibration` holds (rows not learned from), (n,) in (0, 1].
    """
def conformal_threshold(calibration: typing.Any, level: float) -> float:
    """
    The line that at most a share `level` of usual rows crosses, by scores of usual rows not learned from.
    """
def fence_threshold(scores: typing.Any) -> float:
    """
    The upper fence of the scores: third quartile + 1.5 times the distance of the quartiles.
    """
def quantile_threshold(scores: typing.Any, contamination: float) -> float:
    """
    The score above which a share `contamination` of the rows lies.
    """
