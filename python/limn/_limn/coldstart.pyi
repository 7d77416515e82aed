# SPDX-License-Identifier: MIT
"""
And if we hardly know them?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Attributes', 'Ladder', 'PreClassify', 'SimilarUsers']
class PreClassify(limn._limn.Component):
    """
    Guesses the segment of a user from attributes alone: probabilities learnt from known users.
    
    Choose it to give a new user a segment before the first event; prefer the clusterer itself once
    features of a history exist. The attributes enter a logistic regression: a category as one
    column a level (the 100 most frequent), a number standardised, and for each column whether it is
    unknown. Shapes: x (n, d), NaN = unknown; y (n) segment ids, users below 0 or NaN are not learnt
    from. A user about whom nothing is known gets about the shares of the segments. With one
    segment, it has probability 1. Cost: that of learn.LogisticRegression on at most `max_rows`
    users, evenly spread.
    Source: Lam, Vu, Le, Duong (2008), Addressing Cold-Start Problem in Recommendation Systems
    (classes from user information). Differs: segments are the classes; unknown is a level.
    
    Parameters
    ----------
    C : float, default 1.0
        inverse weight of the squared coefficients (in (0, 1e+300))
    max_rows : int, default 50000
        known users learnt from at most (at least 10)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, C: float = 1.0, max_rows: int = 50000) -> None:
        """
        Parameters
        ----------
        C : float, default 1.0
            inverse weight of the squared coefficients (in (0, 1e+300))
        max_rows : int, default 50000
            known users learnt from at most (at least 10)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> PreClassify:
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
class SimilarUsers(limn._limn.Component):
    """
    Finds the known users most like a new one, by attributes and by the first few events, and offers
    what they take.
    
    Choose it for users with attributes or a handful of events, and where the answer should name its
    donors; prefer Attributes when users are described by two or three coarse attributes only.
    Likeness = a * (mean agreement of the attributes known of the asking user) + (1 - a) * (cosine
    of the item sets, rare items count more: weight log(n_users / users of the item)), with a = 1 /
    (1 + n_events / 3) for n known events; only the part that can be asked counts. An attribute
    weighs as much as its agreement goes along with like item sets (the correlation over 20,000
    pairs of users), so that useless columns do no harm. The n_neighbors likest are donors, with
    weight likeness^sharpness; ties: the lower row. score(j) = (sum of donor weights with j +
    shrinkage * share of all users with j) / (sum of weights + shrinkage), the weights scaled to add
    up to the number of donors. Attributes: (n_users, d), NaN = unknown, agrees half with
    everything. Of each user the last 200 different items are kept. The object holds histories: it
    is personal data, see `forget`. Cost: an answer is one pass over the donors' attributes and the
    users of the known items.
    Source: Gower (1971), A General Coefficient of Similarity; Herlocker, Konstan, Borchers,
    Riedl (1999), An Algorithmic Framework for Performing Collaborative Filtering. Differs: both
    at once, with a weight by the number of known events.
    
    Parameters
    ----------
    n_neighbors : int, default 500
        donors of an answer (at least 1)
    shrinkage : float, default 10.0
        donors by which everybody counts (above 0)
    sharpness : float, default 2.0
        power of the likeness (in [0, 100])
    max_donors : int, default 20000
        known users kept, evenly spread over the log (at least 1)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 500, shrinkage: float = 10.0, sharpness: float = 2.0, max_donors: int = 20000) -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 500
            donors of an answer (at least 1)
        shrinkage : float, default 10.0
            donors by which everybody counts (above 0)
        sharpness : float, default 2.0
            power of the likeness (in [0, 100])
        max_donors : int, default 20000
            known users kept, evenly spread over the log (at least 1)
        """
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None) -> SimilarUsers:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, *args: typing.Any, **kwargs: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf. After the log come k = 10 and exclude_seen = True, and attributes as at fit, one a user; recommend(history, attributes, k) does as well.
        """
class Attributes(limn._limn.Component):
    """
    Offers what people of the same kind take: popularity inside attribute cells (gender, then age
    inside gender ...), each drawn towards the coarser cell around it and in the end to everybody.
    
    Choose it for users with no events or a handful whose attributes are known: on short histories
    it beats item models. Prefer recommend::Transitions from about ten events on.
    Fit orders the columns by how much they help to foresee the items of every second user from
    those of the others (at most 20,000 users are asked), and nests at most `depth` of them; a
    column that does not help is left out. rate(cell) = (events of the cell + shrinkage *
    rate(coarser cell)) / (n + shrinkage), in events. Unknown cells (NaN) are a
    kind of their own; a value never seen falls back to the coarser cell.
    Attributes: (n_users, d), rows in the order of log.users(). Without attributes: popularity.
    Cost: fit d * depth passes over the events; an answer one pass over the items.
    Source: Pazzani (1999), A Framework for Collaborative, Content-Based and Demographic
    Filtering. Differs: nested cells with shrinkage, order of columns learnt.
    
    Parameters
    ----------
    depth : int, default 2
        attribute columns nested at most (in [0, 6])
    shrinkage : float | None, default None
        events by which the coarser cell counts, learnt when not set (above 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, depth: int = 2, shrinkage: float | None = None) -> None:
        """
        Parameters
        ----------
        depth : int, default 2
            attribute columns nested at most (in [0, 6])
        shrinkage : float | None, default None
            events by which the coarser cell counts, learnt when not set (above 0)
        """
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None) -> Attributes:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, *args: typing.Any, **kwargs: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf. After the log come k = 10 and exclude_seen = True, and attributes as at fit, one a user; recommend(history, attributes, k) does as well.
        """
class Ladder(limn._limn.Component):
    """
    Always answers, with whatever is known: joins popularity, attributes, similar users,
    transitions, item neighbours and rungs from outside, with weights learnt for each number of
    known events.
    
    Choose it wherever new users arrive; use a single recommender when all users have long
    histories. Fit sets `learn_share` of the users aside, fits the rungs on the others, shows the
    first 0, 1, 2-3, 4-7, 8-15, 16-63, 64-255, 256 and more events of those set aside, and searches
    for each of these steps the weights that best foresee what follows (mean NDCG@10): all later
    items, or from `next_item_from` known events on the very next one. The mean of the weights found
    on two halves of these users is taken, unless each half's weights foresee the other half worse
    than its best single rung does, beyond a standard error: then that rung alone. All this once
    with their attributes and once without. Steps are smoothed, weights under 0.03 dropped, and the
    rungs then fitted on all users. Scores of a rung are divided by their sum before they are
    weighed; a rung with nothing to say to a user is left out. With fewer than 10 users the weights
    are preset. Attributes: (n_users, d), rows in the order of log.users(), NaN = unknown; none =
    rungs without. Holds donors' histories, see SimilarUsers and `forget`. Cost: fit about twice
    that of its rungs, and a minute at most for the search; an answer a few passes over the items.
    Source: Fox, Shaw (1994), Combination of Multiple Searches (CombSUM); Cella, Cesa-Bianchi
    and others treat the choice by user age as learning. Differs: weights by number of known
    events, learnt by showing prefixes of users set aside.
    
    Parameters
    ----------
    rungs : list[str], default ['recommend.popular', 'coldstart.attributes', 'coldstart.similar_users', 'recommend.transitions', 'recommend.item_nearest']
        rungs to join, by component: recommend.popular, recommend.transitions, recommend.item_nearest, coldstart.attributes, coldstart.similar_users
    learn_share : float, default 0.2
        share of users set aside to learn the weights (in (0, 1))
    max_learners : int, default 1000
        users set aside at most (at least 1)
    smoothing : float, default 0.15
        how far a step is drawn to its neighbours (in [0, 1])
    next_item_from : int, default 0
        known events from which weights foresee the very next item, below all later ones; 0 = never (at least 0)
    exclude_seen : bool, default True
        learn the weights for answers without the items known already
    random_state : int, default 0
        seed of the users set aside (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, rungs: list[str] = ['recommend.popular', 'coldstart.attributes', 'coldstart.similar_users', 'recommend.transitions', 'recommend.item_nearest'], learn_share: float = 0.2, max_learners: int = 1000, smoothing: float = 0.15, next_item_from: int = 0, exclude_seen: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        rungs : list[str], default ['recommend.popular', 'coldstart.attributes', 'coldstart.similar_users', 'recommend.transitions', 'recommend.item_nearest']
            rungs to join, by component: recommend.popular, recommend.transitions, recommend.item_nearest, coldstart.attributes, coldstart.similar_users
        learn_share : float, default 0.2
            share of users set aside to learn the weights (in (0, 1))
        max_learners : int, default 1000
            users set aside at most (at least 1)
        smoothing : float, default 0.15
            how far a step is drawn to its neighbours (in [0, 1])
        next_item_from : int, default 0
            known events from which weights foresee the very next item, below all later ones; 0 = never (at least 0)
        exclude_seen : bool, default True
            learn the weights for answers without the items known already
        random_state : int, default 0
            seed of the users set aside (at least 0)
        """
    def answer(self, log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True, attributes: typing.Any = None) -> list[dict[str, typing.Any]]:
        """
        One dict a user of log: items (the caller's ids), their scores, sources and reasons, the stage, n_events, n_donors, and the weights of all rungs. attributes: as at fit, one row a user of log.
        """
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None) -> Ladder:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, *args: typing.Any, **kwargs: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf. After the log come k = 10 and exclude_seen = True, and attributes as at fit, one a user; recommend(history, attributes, k) does as well.
        """
    @property
    def learnt_(self) -> typing.Any:
        """
        quality on the users learnt from: each part alone, then the whole (after fit)
        """
    @property
    def weights_(self) -> typing.Any:
        """
        weight of each part (after fit)
        """
