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
__all__: list[str] = ['Attributes', 'Ladder', 'LinUcb', 'NewItems', 'PreClassify', 'SimilarUsers', 'Thompson']
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
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None, *, user_id: str | None = None) -> SimilarUsers:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was. attributes: one row a user, in the order of log.users; or in any order where user_id names the column of their ids.
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
    Fit orders the columns by how much they add to NDCG@10 of the lists half of the users are
    offered by what the other half took (at most 20,000 users are asked), and nests at most `depth`
    of them; a column that adds less than a standard error is left out. rate(cell) = (events of the
    cell + shrinkage * rate(coarser cell)) / (n + shrinkage), in events. Unknown cells (NaN) are a
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
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None, *, user_id: str | None = None) -> Attributes:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was. attributes: one row a user, in the order of log.users; or in any order where user_id names the column of their ids.
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
    histories. Two sets of weights are learnt apart. For strangers `learn_share` of the users are
    set aside whole and shown by their first 0, 1, 2-3, 4-7, 8-15, 16-63, 64-255, 256 and more
    events. At each of these steps the rung that best foresees all that follows (mean NDCG@10)
    answers alone, unless weights found on two halves of these users foresee the other half better
    than it, beyond a standard error: then their mean. Steps are smoothed. In small logs the users
    take turns at being set aside, until max_learners have been. For users of the log the last event
    of up to `known_learners` of them is hidden, and the weights that foresee it are found by the
    same rule; one step of the number of events leaves the weights of all steps by it, too. All this
    once with attributes and once without; weights under 0.03 are dropped. The rungs are fitted
    without the events learnt from, and at the end on all of them. Scores of a rung are divided by
    their sum before they are weighed; a rung with nothing to say to a user is left out. With fewer
    than 10 users the weights are preset. Attributes: (n_users, d), rows in the order of
    log.users(), NaN = unknown; none = rungs without. Holds donors' histories and a hash of each
    user's id, see SimilarUsers and `forget`. Cost: fit about twice that of its rungs, and a minute
    at most for the search; an answer a few passes over the items.
    Source: Fox, Shaw (1994), Combination of Multiple Searches (CombSUM); Cella, Cesa-Bianchi
    and others treat the choice by user age as learning. Differs: weights by number of known
    events, learnt by showing prefixes of users set aside; others for users of the log.
    
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
    known_learners : int, default 2000
        users of the log whose last event is hidden at most, to learn the weights of such users; 0 = those of strangers (at least 0)
    exclude_seen : bool, default True
        learn the weights for answers without the items known already
    random_state : int, default 0
        seed of the users set aside (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, rungs: list[str] = ['recommend.popular', 'coldstart.attributes', 'coldstart.similar_users', 'recommend.transitions', 'recommend.item_nearest'], learn_share: float = 0.2, max_learners: int = 1000, smoothing: float = 0.15, known_learners: int = 2000, exclude_seen: bool = True, random_state: int = 0) -> None:
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
        known_learners : int, default 2000
            users of the log whose last event is hidden at most, to learn the weights of such users; 0 = those of strangers (at least 0)
        exclude_seen : bool, default True
            learn the weights for answers without the items known already
        random_state : int, default 0
            seed of the users set aside (at least 0)
        """
    def answer(self, log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True, attributes: typing.Any = None) -> list[dict[str, typing.Any]]:
        """
        One dict a user of log: items (the caller's ids), their scores, sources and reasons, the stage, n_events, n_donors, and the weights of all rungs. attributes: as at fit, one row a user of log.
        """
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None, *, user_id: str | None = None) -> Ladder:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was. attributes: one row a user, in the order of log.users; or in any order where user_id names the column of their ids.
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
class NewItems(limn._limn.Component):
    """
    Gives items that nobody has taken yet a place among the known ones, by their attributes, and
    recommends both.
    
    Choose it when the catalogue changes faster than the model is fitted and items come described
    (genre, brand, price); prefer plain ItemNearest when new items can wait for their first events.
    Likeness of two items = sum of the weights of the attributes they share: one weight for each
    value of a category of at most 30 values (a rare genre may say more than a common one, sharing
    "no" may say nothing), one for each other column, times the agreement of numbers. The weights,
    at least 0, are a ridge regression of how often the same users took both items (cosine over
    20,000 pairs of known items). The n_neighbors likest known items are the donors of a new one,
    with weight likeness^sharpness; its score is the mean of theirs, times trust. An attribute that
    goes along with nothing weighs nothing; when all do, all columns weigh the same. Attributes:
    (n_items, d), rows in the order of log.items(), NaN = unknown: shared with nobody. Without
    attributes items cannot be added. Cost: fit that of ItemNearest and of the pairs; an item added
    one pass over the known ones; an answer n_neighbors additions a new item.
    Source: Gantner, Drumond, Freudenthaler, Rendle, Schmidt-Thieme (2010), Learning
    Attribute-to-Feature Mappings for Cold-Start Recommendations (their kNN mapping). Differs:
    likeness learnt by non-negative ridge from shared users; scores instead of factors are mapped.
    
    Parameters
    ----------
    n_neighbors : int, default 20
        donors of a new item (at least 1)
    sharpness : float, default 2.0
        power of the likeness (in [0, 100])
    regularization : float, default 10.0
        pairs of items by which weights are held small (above 0)
    trust : float, default 1.0
        what a new item's score is multiplied by (above 0)
    random_state : int, default 0
        seed of the pairs learnt from (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 20, sharpness: float = 2.0, regularization: float = 10.0, trust: float = 1.0, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 20
            donors of a new item (at least 1)
        sharpness : float, default 2.0
            power of the likeness (in [0, 100])
        regularization : float, default 10.0
            pairs of items by which weights are held small (above 0)
        trust : float, default 1.0
            what a new item's score is multiplied by (above 0)
        random_state : int, default 0
            seed of the pairs learnt from (at least 0)
        """
    def add(self, items: typing.Any, attributes: typing.Any) -> typing.Any:
        """
        add(self, items: typing.Any, attributes: typing.Any) -> typing.Any
        
        New items (their ids) and a row of attributes each, columns as at fit, join the catalogue.
        """
    def donors(self: limn._limn.Component, item: typing.Any) -> list[typing.Any]:
        """
        donors(self, item: typing.Any) -> list[tuple[typing.Any, float]]
        
        The known items a new one stands beside and their weights, the likest first; empty for a known item.
        """
    def fit(self, log: limn._limn.EventLog, attributes: typing.Any = None, *, item_id: str | None = None) -> NewItems:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was. attributes: one row an item, in the order of log.items; or in any order where item_id names the column of their ids.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
    @property
    def coef_(self) -> typing.Any:
        """
        weight of each column (after fit)
        """
class Thompson(limn._limn.Component):
    """
    Offers each item as often as it is likely to be the best one, as far as is known. Learns from
    each reward in [0, 1] (a click, a sale, a rating) at once.
    
    Choose it first: it needs no tuning, rewards may come late and in batches, and new items are
    tried by themselves. Prefer LinUcb for rewards beyond [0, 1]. Without a context (n_features = 0)
    the chance of an item is Beta(prior_successes + rewards, prior_failures + misses). With one it
    is a logistic regression for each item with independent normal coefficients: mean 0 and
    precision regularization at first; an update moves the means to the most probable ones and adds
    p (1 - p) x^2 to the precisions. `n_draws` times all chances are drawn, and the items' shares of
    wins are their probabilities; `exploration` of them is spread evenly over the candidates, so
    that every propensity is above zero and the log can judge other policies (evaluate::off_policy).
    Cost: an update O(d), an offer O(d + n_draws) a candidate; 2 d numbers an item.
    Source: Thompson (1933), On the Likelihood that One Unknown Probability Exceeds Another;
    Chapelle, Li (2011), An Empirical Evaluation of Thompson Sampling, algorithms 2 and 3.
    Differs: propensities are the shares of wins of n_draws draws, not of one, and known
    exactly; a share of even exploration.
    
    Parameters
    ----------
    n_features : int, default 0
        numbers of a context; 0 = no context (in [0, 1e+05])
    prior_successes : float, default 1.0
        successes counted before the first, without a context (above 0)
    prior_failures : float, default 1.0
        failures counted before the first, without a context (above 0)
    regularization : float, default 1.0
        precision of each coefficient at first, with a context (above 0)
    n_draws : int, default 100
        draws that the propensities are counted from (in [1, 1e+05])
    exploration : float, default 0.02
        share of offers drawn evenly from the candidates (in [0, 1])
    random_state : int, default 0
        seed of the draws (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_features: int = 0, prior_successes: float = 1.0, prior_failures: float = 1.0, regularization: float = 1.0, n_draws: int = 100, exploration: float = 0.02, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_features : int, default 0
            numbers of a context; 0 = no context (in [0, 1e+05])
        prior_successes : float, default 1.0
            successes counted before the first, without a context (above 0)
        prior_failures : float, default 1.0
            failures counted before the first, without a context (above 0)
        regularization : float, default 1.0
            precision of each coefficient at first, with a context (above 0)
        n_draws : int, default 100
            draws that the propensities are counted from (in [1, 1e+05])
        exploration : float, default 0.02
            share of offers drawn evenly from the candidates (in [0, 1])
        random_state : int, default 0
            seed of the draws (at least 0)
        """
    def choose(self: limn._limn.Component, context: typing.Any, candidates: typing.Any) -> tuple[typing.Any, float]:
        """
        choose(self, context: typing.Any, candidates: typing.Any) -> tuple[typing.Any, float]
        
        One of the candidates (a list of item ids) and the probability with which it was to be chosen: log both with the reward. context: n_features numbers; None without.
        """
    def expected(self: limn._limn.Component, context: typing.Any, candidates: typing.Any) -> typing.Any:
        """
        expected(self, context: typing.Any, candidates: typing.Any) -> numpy.typing.NDArray[numpy.float64]
        
        Mean reward expected of each, (n_candidates,).
        """
    def probabilities(self: limn._limn.Component, context: typing.Any, candidates: typing.Any) -> typing.Any:
        """
        probabilities(self, context: typing.Any, candidates: typing.Any) -> numpy.typing.NDArray[numpy.float64]
        
        Those with which the next choose will draw, (n_candidates,).
        """
    def update(self, context: typing.Any, item: typing.Any, reward: typing.SupportsFloat | typing.SupportsIndex) -> typing.Any:
        """
        update(self, context: typing.Any, item: typing.Any, reward: float) -> typing.Any
        
        Learns from the reward of an item offered in a context.
        """
    @property
    def coef_(self) -> typing.Any:
        """
        weight of each column (after fit)
        """
class LinUcb(limn._limn.Component):
    """
    Offers the item that could be best: a ridge regression of the reward on the context for each
    item, and the upper end of its confidence interval decides. Learns from each reward at once.
    
    Choose it for rewards of any size that grow linearly with the context; prefer Thompson for
    clicks (0 or 1), for rewards that come late, or without a context. Per item A = regularization *
    I + sum of x x', b = sum of r x; an item offers A^-1 b . x + alpha * sqrt(x' A^-1 x); an item
    never offered starts at the width alone, so new items are tried. The best item (several equal
    ones share) has probability 1 - exploration, all candidates share the rest, so that every
    propensity is above zero and the log can judge other policies (evaluate::off_policy). context:
    n_features finite numbers; with n_features = 0 none, and the ridge is a mean. Cost: an update
    O(d^3), an offer O(d^2) a candidate; d^2 numbers an item.
    Source: Li, Chu, Langford, Schapire (2010), A Contextual-Bandit Approach to Personalized
    News Article Recommendation (LinUCB with disjoint models). Differs: a share of even
    exploration, for propensities above zero; equal bounds share.
    
    Parameters
    ----------
    n_features : int, default 0
        numbers of a context; 0 = no context (in [0, 1024])
    alpha : float, default 1.0
        standard errors that the bound lies above the mean (in [0, 1e+06])
    regularization : float, default 1.0
        weight of squared coefficients (above 0)
    exploration : float, default 0.02
        share of offers drawn evenly from the candidates (in [0, 1])
    random_state : int, default 0
        seed of the draws (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_features: int = 0, alpha: float = 1.0, regularization: float = 1.0, exploration: float = 0.02, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_features : int, default 0
            numbers of a context; 0 = no context (in [0, 1024])
        alpha : float, default 1.0
            standard errors that the bound lies above the mean (in [0, 1e+06])
        regularization : float, default 1.0
            weight of squared coefficients (above 0)
        exploration : float, default 0.02
            share of offers drawn evenly from the candidates (in [0, 1])
        random_state : int, default 0
            seed of the draws (at least 0)
        """
    def choose(self: limn._limn.Component, context: typing.Any, candidates: typing.Any) -> tuple[typing.Any, float]:
        """
        choose(self, context: typing.Any, candidates: typing.Any) -> tuple[typing.Any, float]
        
        One of the candidates (a list of item ids) and the probability with which it was to be chosen: log both with the reward. context: n_features numbers; None without.
        """
    def expected(self: limn._limn.Component, context: typing.Any, candidates: typing.Any) -> typing.Any:
        """
        expected(self, context: typing.Any, candidates: typing.Any) -> numpy.typing.NDArray[numpy.float64]
        
        Mean reward expected of each, (n_candidates,).
        """
    def probabilities(self: limn._limn.Component, context: typing.Any, candidates: typing.Any) -> typing.Any:
        """
        probabilities(self, context: typing.Any, candidates: typing.Any) -> numpy.typing.NDArray[numpy.float64]
        
        Those with which the next choose will draw, (n_candidates,).
        """
    def update(self, context: typing.Any, item: typing.Any, reward: typing.SupportsFloat | typing.SupportsIndex) -> typing.Any:
        """
        update(self, context: typing.Any, item: typing.Any, reward: float) -> typing.Any
        
        Learns from the reward of an item offered in a context.
        """
    @property
    def coef_(self) -> typing.Any:
        """
        weight of each column (after fit)
        """
