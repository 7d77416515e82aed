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
__all__: list[str] = ['Agglomerative', 'Auto', 'GaussianMixture', 'Hdbscan', 'Hierarchy', 'KMeans', 'KPrototypes', 'Naming', 'Rules', 'choose_k', 'match_segments']
class KMeans(limn._limn.Component):
    """
    Splits rows into n_clusters groups around their means, so that the squared distances to them are
    small.
    
    Choose it first for segments of users: fast at any size, one centre to show for each segment,
    and new users are placed in a microsecond. Scale the columns before (features.Standard,
    features.Quantile): distance means nothing between days and money. Prefer a mixture for groups
    of unequal spread, a density method for odd shapes and noise.
    Shapes: x (n, d) of double or float, read in place; no missing values. Needs n >= n_clusters
    rows. Distances are compared in single precision and, where two are close, again in double, so
    that labels are those of a plain loop; sums, centres and inertia are double. A cluster that runs
    empty takes the row farthest from its own centre. Of more than 65,536 rows (256 a cluster) the
    start and its first rounds see a sample. Cost: n * n_clusters * d a round, less once most rows
    stay where they are. Same bits for any number of threads.
    With spherical, rows are compared by their direction: for embeddings and shares. With min_size
    or max_size each round gives the rows to the groups at the least total cost under which the
    sizes hold, exactly; that needs n * n_clusters numbers at a time, and predict still answers with
    the nearest centre.
    Source: Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007),
    k-means++; Hamerly (2010), Making k-means even faster; Sculley (2010), Web-scale k-means
    clustering (partial_fit); Dhillon and Modha (2001), Concept decompositions (spherical); Bradley,
    Bennett and Demiriz (2000), Constrained K-Means Clustering (sizes).
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
    spherical : bool, default False
        rows are compared by direction (cosine): they and the centres count at length 1
    min_size : int | None, default None
        rows that fit puts into a group at least; None: any (at least 0)
    max_size : int | None, default None
        rows that fit puts into a group at most; None: any (at least 1)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_clusters: int = 8, init: typing.Any = 'k-means++', n_init: int = 1, max_iter: int = 300, tol: float = 0.0001, forgetting: float = 0.0, random_state: int = 0, spherical: bool = False, min_size: int | None = None, max_size: int | None = None) -> None:
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
        spherical : bool, default False
            rows are compared by direction (cosine): they and the centres count at length 1
        min_size : int | None, default None
            rows that fit puts into a group at least; None: any (at least 0)
        max_size : int | None, default None
            rows that fit puts into a group at most; None: any (at least 1)
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
class KPrototypes(limn._limn.Component):
    """
    k-means for tables of numbers and categories: a group is shown by the means of its numbers and
    the most frequent value of each of its categories.
    
    Choose it when columns such as city, plan or channel must count as they are. Prefer KMeans when
    all columns are numbers. The distance of a row to a group is the squared distance of the numbers
    plus gamma for each category that differs, so scale the numbers before (features.Standard).
    Shapes: x (n, d), no missing cells; categories are the columns that data::FrameView calls so and
    those of option `categorical`. Needs n >= n_clusters rows. A category unseen at fit differs from
    every group. A group that runs empty takes the row farthest from its own. Cost: n * n_clusters *
    d a round. Same bits for any number of threads.
    Source: Huang (1998), Extensions to the k-Means Algorithm for Clustering Large Data Sets
    with Categorical Values; Arthur and Vassilvitskii (2007), k-means++.
    Differs: all rows are assigned before the groups are moved, so that the order of the rows
    does not matter; the default gamma is half the mean variance of the numbers instead of a share
    of their deviation: equal on standardised columns, and free of the unit on others. Of values
    equally frequent the least is shown.
    
    Parameters
    ----------
    n_clusters : int, default 8
        number of groups (in [1, 1e+06])
    gamma : float | None, default None
        what a differing category adds to the squared distance; None: half the mean variance of the numbers, 1 without numbers (at least 0)
    categorical : list[float], default []
        columns of categories, beside those the table itself calls so (at least 0)
    n_init : int, default 10
        number of starts; the one of least inertia is kept (in [1, 10000])
    max_iter : int, default 100
        rounds at most (in [1, 1e+06])
    random_state : int, default 0
        seed of the random starts (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_clusters: int = 8, gamma: float | None = None, categorical: list[float] = [], n_init: int = 10, max_iter: int = 100, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_clusters : int, default 8
            number of groups (in [1, 1e+06])
        gamma : float | None, default None
            what a differing category adds to the squared distance; None: half the mean variance of the numbers, 1 without numbers (at least 0)
        categorical : list[float], default []
            columns of categories, beside those the table itself calls so (at least 0)
        n_init : int, default 10
            number of starts; the one of least inertia is kept (in [1, 10000])
        max_iter : int, default 100
            rounds at most (in [1, 1e+06])
        random_state : int, default 0
            seed of the random starts (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> KPrototypes:
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
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def predict(self, X: typing.Any) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,).
        """
    def set_output(self, *, transform: str | None = None) -> KPrototypes:
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
    def gamma_(self) -> typing.Any:
        """
        what a differing category adds to the squared distance (after fit)
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
class GaussianMixture(limn._limn.Component):
    """
    Describes rows as drawn from n_components normal distributions, each with a centre, a spread and
    a share of its own, and says of a row how likely it comes from each.
    
    Choose it for groups of unequal size and spread, for honest soft membership, and to let bic say
    how many groups there are; on tables of real users it finds known groups more often than KMeans.
    Prefer KMeans above a million rows or a hundred columns, covariance_type="diag" when there are
    fewer than some 10 d rows a group.
    Shapes: x (n, d) of double or float; no missing values. Needs n >= n_components rows. Scale does
    not matter beyond reg_covar, which is added to each variance (up to 1e-6 it is a guard alone,
    and then at most a thousandth of the mean variance of the columns); where columns are collinear
    or constant, as much more is added as makes the covariance invertible. All in double. Cost: n *
    n_components * d^2 for each of up to max_iter rounds (full). Same bits for any number of
    threads.
    Source: Dempster, Laird, Rubin (1977), Maximum likelihood from incomplete data via the EM
    algorithm.
    Differs: both halves of a round run over the same block of rows, so that no (n,
    n_components) table is kept; second moments are taken about the mean of the table.
    
    Parameters
    ----------
    n_components : int, default 1
        number of groups (in [1, 1e+05])
    covariance_type : str, default 'full'
        spread of a group: full (any ellipsoid), tied (one for all), diag (along the columns), spherical (one of full, tied, diag, spherical)
    tol : float, default 0.001
        stop when the mean log-likelihood of a row gains less than this (at least 0)
    reg_covar : float, default 1e-06
        added to each variance (at least 0)
    max_iter : int, default 100
        rounds at most (in [1, 1e+06])
    n_init : int, default 1
        number of starts; the most likely is kept (in [1, 10000])
    random_state : int, default 0
        seed of the starts (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_components: int = 1, covariance_type: str = 'full', tol: float = 0.001, reg_covar: float = 1e-06, max_iter: int = 100, n_init: int = 1, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_components : int, default 1
            number of groups (in [1, 1e+05])
        covariance_type : str, default 'full'
            spread of a group: full (any ellipsoid), tied (one for all), diag (along the columns), spherical (one of full, tied, diag, spherical)
        tol : float, default 0.001
            stop when the mean log-likelihood of a row gains less than this (at least 0)
        reg_covar : float, default 1e-06
            added to each variance (at least 0)
        max_iter : int, default 100
            rounds at most (in [1, 1e+06])
        n_init : int, default 1
            number of starts; the most likely is kept (in [1, 10000])
        random_state : int, default 0
            seed of the starts (at least 0)
        """
    def aic(self, X: typing.Any) -> float:
        """
        Akaike's information criterion on X: lower is better.
        """
    def bic(self, X: typing.Any) -> float:
        """
        Bayesian information criterion on X: lower is better.
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> GaussianMixture:
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
    def predict_proba(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Probability of each class, (n, n_classes).
        """
    def score_samples(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        Log-density of each row, (n,).
        """
    @property
    def converged_(self) -> typing.Any:
        """
        True: the solver came to rest (after fit)
        """
    @property
    def covariances_(self) -> typing.Any:
        """
        spread of each component; its shape follows covariance_type (after fit)
        """
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
    @property
    def lower_bound_(self) -> typing.Any:
        """
        mean log-likelihood of a row in the last round (after fit)
        """
    @property
    def means_(self) -> typing.Any:
        """
        centre of each component, (n_components, d) (after fit)
        """
    @property
    def n_iter_(self) -> typing.Any:
        """
        iterations run (after fit)
        """
    @property
    def weights_(self) -> typing.Any:
        """
        weight of each part (after fit)
        """
class Agglomerative(limn._limn.Component):
    """
    Joins the two groups that are nearest, again and again, until n_clusters are left; the whole
    hierarchy is kept.
    
    Choose linkage "genie" first: it finds groups of any shape, is not misled by single strange rows
    and needs no tuning; "ward" for round groups of like spread, and where a centre is to be shown;
    "single" only for clean shapes. Prefer KMeans for millions of rows, Hdbscan when rows may belong
    nowhere or the number of groups is unknown.
    Shapes: x (n, d), no missing values, scaled before; n >= n_clusters. New rows go to the nearest
    centre (ward, average, complete) or to the group of the nearest row seen (single, genie), which
    therefore stays in the model. Cost: ward about n log n * d at few columns, O(n d) memory; single
    and genie that of an exact spanning tree, O(n d) memory; average and complete n^2 time and
    memory, at most 32,768 rows. Same bits for any number of threads.
    Source: Ward (1963), Hierarchical Grouping to Optimize an Objective Function; Murtagh (1983)
    for the nearest-neighbour chain; Gagolewski, Bartoszuk and Cena (2016), Genie.
    Differs: Ward's neighbours are sought in a k-d tree, so no matrix of distances is made;
    groups are numbered by their first rows.
    
    Parameters
    ----------
    n_clusters : int, default 2
        number of groups (in [1, 1e+06])
    linkage : str, default 'ward'
        what the distance of two groups is (one of ward, average, complete, single, genie)
    gini_threshold : float, default 0.3
        genie: Gini index of the sizes above which a smallest group must be joined next; 1 = single (in [0, 1])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_clusters: int = 2, linkage: str = 'ward', gini_threshold: float = 0.3) -> None:
        """
        Parameters
        ----------
        n_clusters : int, default 2
            number of groups (in [1, 1e+06])
        linkage : str, default 'ward'
            what the distance of two groups is (one of ward, average, complete, single, genie)
        gini_threshold : float, default 0.3
            genie: Gini index of the sizes above which a smallest group must be joined next; 1 = single (in [0, 1])
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Agglomerative:
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
    @property
    def children_(self) -> typing.Any:
        """
        the two groups joined at each step, (n - 1, 2) (after fit)
        """
    @property
    def cluster_centers_(self) -> typing.Any:
        """
        centre of each cluster, (n_clusters, d) (after fit)
        """
    @property
    def distances_(self) -> typing.Any:
        """
        distance of the two groups joined at each step, (n - 1,) (after fit)
        """
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
class Auto(limn._limn.Component):
    """
    Splits rows by several clusterers, keeps the partition that suits the table, and answers new
    rows with its clusterer.
    
    Choose it when you do not know what the groups look like. Prefer KMeans or GaussianMixture above
    some 100,000 rows, Hdbscan when rows may belong nowhere.
    Tried are KMeans, GaussianMixture (full), Agglomerative (ward up to 20,000 rows; genie with
    thresholds 0.1, 0.3 and 0.5 up to 200,000). With up to three columns, where near rows tell the
    shape of a group, the partition that cuts fewest links of a row to its ten nearest wins, each
    group counted alike (mean conductance); with more, the one under which normal distributions,
    one a group, are likeliest. No labels are used. Without n_clusters, numbers from 2 to
    max_clusters are tried, and chosen by silhouette up to three columns, by the information
    criterion of the mixture above.
    Shapes: x (n, d), no missing values, scaled before. Cost: that of all that is tried. Same bits
    for any number of threads.
    Source: Shi and Malik (2000), Normalized cuts and image segmentation; Celeux and Govaert
    (1992), A classification EM algorithm (classification likelihood); Gagolewski (2021),
    genieclust; Schwarz (1978), Estimating the dimension of a model.
    Differs: the number of columns at which the measure changes was set on 43 open benchmark
    sets, see benchmarks/results/cluster_accuracy.md.
    
    Parameters
    ----------
    n_clusters : int | None, default None
        number of groups; None: chosen from the table (in [1, 1e+05])
    max_clusters : int, default 10
        greatest number tried when n_clusters is None (in [2, 1000])
    random_state : int, default 0
        seed of the random starts (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_clusters: int | None = None, max_clusters: int = 10, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_clusters : int | None, default None
            number of groups; None: chosen from the table (in [1, 1e+05])
        max_clusters : int, default 10
            greatest number tried when n_clusters is None (in [2, 1000])
        random_state : int, default 0
            seed of the random starts (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Auto:
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
    @property
    def chosen_(self) -> typing.Any:
        """
        name of the component that was kept (after fit)
        """
    @property
    def cluster_centers_(self) -> typing.Any:
        """
        centre of each cluster, (n_clusters, d) (after fit)
        """
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
class Hdbscan(limn._limn.Component):
    """
    Finds groups that are denser than what lies between them, of any shape and number, and leaves
    rows that belong nowhere as noise (-1).
    
    Choose it when the number of groups is unknown, when groups differ in density, or when rows may
    honestly belong nowhere. Prefer Agglomerative("genie") or KMeans when every user must be in one
    of K groups: density trees are poor at that; noise = "nearest" is the middle way.
    Shapes: x (n, d), no missing values, scaled before; n >= min_samples. The rows stay in the
    model, since new rows are placed by those near them: each new row joins the group of the seen
    row it is reached from, if the group still holds at that density. Cost: an exact spanning tree,
    about n log n * d at few columns, n^2 * d at many; memory O(n * d). Same bits for any number of
    threads.
    Source: Campello, Moulavi and Sander (2013); Campello, Moulavi, Zimek and Sander (2015) for
    GLOSH; McInnes, Healy and Astels (2017), hdbscan; Malzer and Baum (2020) for the least distance.
    Differs: rows on one place are twice as dense as the densest others instead of infinitely
    dense; min_samples counts the row itself, as in scikit-learn (not as in hdbscan). All ways out
    of a row may weigh its core distance, so ties are no rarity: steps of one weight happen at once,
    and a row between groups goes to the nearer one. The answer does not depend on the order of the
    rows, which that of scikit-learn does where a tie decides.
    
    Parameters
    ----------
    min_cluster_size : int, default 5
        rows that make a group, at least (in [2, 2e+09])
    min_samples : int | None, default None
        rows, itself counted, within the core distance of a row; none = min_cluster_size (in [1, 1e+06])
    cluster_selection_epsilon : float, default 0.0
        groups that part at a distance below this stay together (at least 0)
    max_cluster_size : int | None, default None
        larger groups are split further, where they can; none = any size; only for eom (in [1, 2e+09])
    cluster_selection_method : str, default 'eom'
        the most stable groups (eom) or the finest (leaf) (one of eom, leaf)
    allow_single_cluster : bool, default False
        whether all rows may turn out to be one group
    noise : str, default 'keep'
        rows of no group: keep them as -1, or give them the group of the nearest row that has one (one of keep, nearest)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, min_cluster_size: int = 5, min_samples: int | None = None, cluster_selection_epsilon: float = 0.0, max_cluster_size: int | None = None, cluster_selection_method: str = 'eom', allow_single_cluster: bool = False, noise: str = 'keep') -> None:
        """
        Parameters
        ----------
        min_cluster_size : int, default 5
            rows that make a group, at least (in [2, 2e+09])
        min_samples : int | None, default None
            rows, itself counted, within the core distance of a row; none = min_cluster_size (in [1, 1e+06])
        cluster_selection_epsilon : float, default 0.0
            groups that part at a distance below this stay together (at least 0)
        max_cluster_size : int | None, default None
            larger groups are split further, where they can; none = any size; only for eom (in [1, 2e+09])
        cluster_selection_method : str, default 'eom'
            the most stable groups (eom) or the finest (leaf) (one of eom, leaf)
        allow_single_cluster : bool, default False
            whether all rows may turn out to be one group
        noise : str, default 'keep'
            rows of no group: keep them as -1, or give them the group of the nearest row that has one (one of keep, nearest)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Hdbscan:
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
    def strength(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]:
        """
        How strongly each row belongs to its group, (n,): 0 = noise.
        """
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
    @property
    def outlier_scores_(self) -> typing.Any:
        """
        how strange each row seen by fit is, (n,) (after fit)
        """
    @property
    def probabilities_(self) -> typing.Any:
        """
        strength of each row seen by fit in its group, (n,) (after fit)
        """
class Rules(limn._limn.Component):
    """
    Segments that people have written down: a rule each, in JsonLogic, on columns of a table and on
    the events of a user.
    
    Choose it when a segment has a definition ("bought twice in 30 days, lives abroad"); prefer a
    clusterer when it is to be found, and Naming to turn what was found into rules.
    predict gives the first rule that holds (-1 = none), matches all of them. A variable is the name
    of a column ("age"; x0, x1 ... without names), its value a number, or the word of a category; a
    missing cell is null. Event operators count, sum, distinct (items), first and last (days ago)
    look at events strictly before a time: {"count": {"type": "order", "within_days": 30}}, also
    "item" and "between_days": [60, 30]; types and items may be lists. All other operators are those
    of JsonLogic with JavaScript's meanings: null < 5 is true, "1" == 1, [] and "" are false.
    Shapes: x (n, d), missing values allowed. Cost: what the rules say, about a tenth of a
    microsecond an operator. Same bits for any number of threads.
    Source: Wadhams (2015), JsonLogic (jsonlogic.com), of which it passes all published tests.
    Differs: event operators; a rule that asks for a column the table lacks is refused unless it
    names a fallback.
    
    Parameters
    ----------
    rules : list[str], default []
        one rule a segment, in JsonLogic
    names : list[str], default []
        names of the segments, or none
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, rules: list[str] = [], names: list[str] = []) -> None:
        """
        Parameters
        ----------
        rules : list[str], default []
            one rule a segment, in JsonLogic
        names : list[str], default []
            names of the segments, or none
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Rules:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_predict(self, X: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        fit(X), then predict(X).
        """
    def matches(self, X: typing.Any, as_of: typing.Any = None) -> numpy.typing.NDArray[numpy.bool_]:
        """
        True where a row fulfils the rule of a segment, (n, n_segments). Of an EventLog: one row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
    def predict(self, X: typing.Any, as_of: typing.Any = None) -> numpy.typing.NDArray[typing.Any]:
        """
        One answer a row, (n,). Of an EventLog: one row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
    @property
    def texts_(self) -> typing.Any:
        """
        one line of words for each segment (after fit)
        """
class Hierarchy(limn._limn.Component):
    """
    Segments within segments: rows are grouped, then the rows of each group among themselves, and
    every child is explained by what sets it apart from its siblings, not from everybody.
    
    Choose it when a few large segments are to be steered by and each wants a closer look; prefer
    one clusterer with more groups when the levels mean nothing to the reader. Shapes: x (n, d), no
    missing values, scaled before; n >= n_clusters. A group of fewer than min_rows rows is not
    split. Segments are numbered parent by parent. Cost: that of the clusterer, twice, and of
    Naming. Same bits for any number of threads.
    Source: Steinbach, Karypis and Kumar (2000), A Comparison of Document Clustering Techniques
    (divisive levels); Naming for the words.
    Differs: rules and lifts of a child are counted within its parent.
    
    Parameters
    ----------
    clusterer : str, default 'kmeans'
        what makes the groups on both levels (one of kmeans, ward, genie, hdbscan)
    n_clusters : int, default 3
        number of parents; hdbscan finds its own (in [1, 1e+06])
    n_children : int, default 2
        number of children of a parent (in [1, 1e+06])
    min_rows : int, default 20
        a parent of fewer rows is not split (in [1, 1e+09])
    random_state : int, default 0
        seed of the clusterer (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, clusterer: str = 'kmeans', n_clusters: int = 3, n_children: int = 2, min_rows: int = 20, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        clusterer : str, default 'kmeans'
            what makes the groups on both levels (one of kmeans, ward, genie, hdbscan)
        n_clusters : int, default 3
            number of parents; hdbscan finds its own (in [1, 1e+06])
        n_children : int, default 2
            number of children of a parent (in [1, 1e+06])
        min_rows : int, default 20
            a parent of fewer rows is not split (in [1, 1e+09])
        random_state : int, default 0
            seed of the clusterer (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Hierarchy:
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
    @property
    def labels_(self) -> typing.Any:
        """
        cluster of each row seen by fit, (n,) (after fit)
        """
    @property
    def texts_(self) -> typing.Any:
        """
        one line of words for each segment (after fit)
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
    of their own, others read "with high X" (X偏高); names that segments have already can be given.
    Cost: n log n per column; the rules are sought
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
    names : list[str], default []
        names that segments have already, by label; an empty text or none: found
    names_zh : list[str], default []
        the same in Chinese; without one a given name stands in both languages
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, max_predicates: int = 3, objective: str = 'f1', min_coverage: float = 0.5, n_thresholds: int = 16, beam_width: int = 8, max_lifts: int = 10, language: str = 'en', names: list[str] = [], names_zh: list[str] = []) -> None:
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
        names : list[str], default []
            names that segments have already, by label; an empty text or none: found
        names_zh : list[str], default []
            the same in Chinese; without one a given name stands in both languages
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
    def descriptions_(self) -> typing.Any:
        """
        one dict a segment: label, name, name_zh, size, share, rule, coverage, precision, features and their lifts, text, text_zh (after fit)
        """
    @property
    def names_(self) -> typing.Any:
        """
        names of the segments by label, empty where there is none (after fit)
        """
    @property
    def names_zh_(self) -> typing.Any:
        """
        the same in Chinese (after fit)
        """
    @property
    def texts_(self) -> typing.Any:
        """
        one line of words for each segment (after fit)
        """
def choose_k(X: typing.Any, max_clusters: typing.SupportsInt | typing.SupportsIndex = 10, n_references: typing.SupportsInt | typing.SupportsIndex = 10, n_pairs: typing.SupportsInt | typing.SupportsIndex = 10, max_rows: typing.SupportsInt | typing.SupportsIndex = 20000, n_sample: typing.SupportsInt | typing.SupportsIndex = 1000, random_state: typing.SupportsInt | typing.SupportsIndex = 0) -> dict[str, typing.Any]:
    """
    Tries KMeans with 1 ... max_clusters groups and scores each number in three ways.
    
    X: (n, d), scaled, without gaps. Returns a dict of arrays by number of groups (counts): inertia; silhouette, how far groups are apart; gap and gap_error, whether there are groups at all (n_references tables without any are compared with); stability, whether other rows would give the same groups (n_pairs pairs of draws); and what each would choose: by_silhouette, by_gap, by_stability. max_rows: rows drawn at most; n_sample: rows whose silhouette is taken.
    """
def match_segments(before: typing.Any, after: typing.Any) -> dict[str, typing.Any]:
    """
    Which segments of a new clustering continue those of an old one.
    
    before, after: labels of the same users, (n,); negative = in no segment. Returns a dict: labels, (n,), `after` under the numbers of `before`; and by new label its number from now on (ids), the rows it shares with the old segment of that number (shared) and that as a share of the rows of either (overlap). The pairing under which most rows keep their number; a segment that continues none gets a number never used.
    """
