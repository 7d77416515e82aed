# SPDX-License-Identifier: MIT
"""
What to offer?
"""
from __future__ import annotations
import collections.abc
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Als', 'Ease', 'Fusion', 'ItemNearest', 'Linear', 'Popular', 'Repeats', 'Rerank', 'Sequence', 'Transitions']
class Popular(limn._limn.Component):
    """
    Offers what most people take: of all time, of late, or in the user's segment.
    
    Choose it as the baseline every other recommender must beat, and where nothing is known of a
    user; in news and fashion take scope "recent". Prefer Transitions once a user has a few events.
    The score of an item is its share of the (weighted) events. With scope "recent", items without
    an event in the window come last, by their all-time count, and have a negative score.
    With scope "segment", a segment's shares are drawn towards everybody's: (n_sj + m p_j) /
    (n_s + m), m = `shrinkage` events; users without a segment (-1, or one unknown) get everybody's.
    Cost: fit one pass over the events; an answer one pass over the items.
    Source: Ji, Sun, Zhang, Li (2020), A Re-visit of the Popularity Baseline in Recommender
    Systems. Differs: half-life besides window, and shrunken segments.
    
    Parameters
    ----------
    scope : str, default 'all'
        whose events count (one of all, recent, segment)
    window_days : float, default 30.0
        recent: days before the last event (above 0)
    half_life_days : float | None, default None
        recent: fade by half in so many days, no window (above 0)
    shrinkage : float, default 1000.0
        segment: events by which everybody's taste counts (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, scope: str = 'all', window_days: float = 30.0, half_life_days: float | None = None, shrinkage: float = 1000.0) -> None:
        """
        Parameters
        ----------
        scope : str, default 'all'
            whose events count (one of all, recent, segment)
        window_days : float, default 30.0
            recent: days before the last event (above 0)
        half_life_days : float | None, default None
            recent: fade by half in so many days, no window (above 0)
        shrinkage : float, default 1000.0
            segment: events by which everybody's taste counts (at least 0)
        """
    def fit(self, log: limn._limn.EventLog, segments: typing.Any = None) -> Popular:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, *args: typing.Any, **kwargs: typing.Any) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf. After the log come k = 10 and exclude_seen = True, and segments as at fit, one a user; recommend(history, segments, k) does as well.
        """
class Transitions(limn._limn.Component):
    """
    Offers what came soon after the user's last items in the histories of others.
    
    Choose it as the first recommender for logs with an order: it learns in seconds and is hard to
    beat. Prefer ItemNearest where the order means nothing, an encoder for long histories.
    For every pair of one user's events, i before j at distance d <= window, T[i, j] grows by 1/d;
    link(i, j) = (T + reverse T')[i, j] / (n_i^source_exponent n_j^popularity_exponent), n = events
    of the item;
    score(j) = sum over the history of 2^(-k / half_life) link(i_k, j), the k-th event from the end
    (24 half-lives and more are below what a float can tell and are skipped). Items without
    evidence come last, by their count, with a negative score. Self-links are kept: with
    exclude_seen off, what is bought again and again is offered again.
    Cost: fit n_events * window additions, memory 8 bytes a link.
    Source: Shani, Heckerman, Brafman (2005), An MDP-Based Recommender System (skipping);
    Garcin, Dimitrakakis, Faltings (2013), Personalized News Recommendation with Context Trees.
    Differs: weight by distance, both directions, popularity taken out on both sides.
    
    Parameters
    ----------
    window : int, default 10
        events a pair may lie apart (in [1, 1000])
    half_life : float, default 2.0
        events of the history after which one counts half (above 0)
    reverse : float, default 0.5
        weight of pairs read backwards (in [0, 1])
    popularity_exponent : float, default 0.5
        power of the offered item's count that divides a link (in [0, 1])
    source_exponent : float, default 0.5
        power of the known item's count that divides a link (in [0, 1])
    age_half_life_days : float | None, default None
        days at the end of the log after which a transition counts half (above 0)
    n_neighbors : int | None, default None
        heaviest links kept of each item, all when not set (at least 1)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, window: int = 10, half_life: float = 2.0, reverse: float = 0.5, popularity_exponent: float = 0.5, source_exponent: float = 0.5, age_half_life_days: float | None = None, n_neighbors: int | None = None) -> None:
        """
        Parameters
        ----------
        window : int, default 10
            events a pair may lie apart (in [1, 1000])
        half_life : float, default 2.0
            events of the history after which one counts half (above 0)
        reverse : float, default 0.5
            weight of pairs read backwards (in [0, 1])
        popularity_exponent : float, default 0.5
            power of the offered item's count that divides a link (in [0, 1])
        source_exponent : float, default 0.5
            power of the known item's count that divides a link (in [0, 1])
        age_half_life_days : float | None, default None
            days at the end of the log after which a transition counts half (above 0)
        n_neighbors : int | None, default None
            heaviest links kept of each item, all when not set (at least 1)
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Transitions:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
class ItemNearest(limn._limn.Component):
    """
    Offers items liked by the same users as the items of the history (cosine item-kNN).
    
    Choose it where the order of events means little (wish lists, ratings, baskets of a season) and
    for reasons everybody understands: "because you took X". Prefer Transitions when order counts,
    Popular when histories are shorter than three or four events.
    sim(i, j) = users of both / (sqrt(users of i * users of j) + shrinkage); the `n_neighbors`
    nearest of each item are kept; score(j) = sum over the history of 2^(-n / half_life) sim(i, j),
    the n-th event from the end. Items without evidence come last, by count, with a negative score.
    Of each user the last `max_history` different items are learned from, so that one bot cannot
    make fit quadratic.
    Cost: fit the sum over users of (items of the user)^2; memory 8 bytes a kept link.
    Source: Sarwar, Karypis, Konstan, Riedl (2001), Item-Based Collaborative Filtering
    Recommendation Algorithms. Differs: shrinkage in the denominator, decayed query.
    
    Parameters
    ----------
    n_neighbors : int, default 200
        nearest items kept of each item (at least 1)
    shrinkage : float, default 10.0
        users by which small counts are distrusted (at least 0)
    half_life : float | None, default 5.0
        events of the history after which one counts half; all count the same when not set (above 0)
    max_history : int, default 500
        last different items of a user that are learned from (at least 2)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_neighbors: int = 200, shrinkage: float = 10.0, half_life: float | None = 5.0, max_history: int = 500) -> None:
        """
        Parameters
        ----------
        n_neighbors : int, default 200
            nearest items kept of each item (at least 1)
        shrinkage : float, default 10.0
            users by which small counts are distrusted (at least 0)
        half_life : float | None, default 5.0
            events of the history after which one counts half; all count the same when not set (above 0)
        max_history : int, default 500
            last different items of a user that are learned from (at least 2)
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> ItemNearest:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
class Ease(limn._limn.Component):
    """
    Offers by a linear item model with a closed solution: how the whole history speaks for an item.
    
    Choose it for catalogues up to some twenty thousand items and dense histories: no training loop,
    one option, and hard to beat where order means little. Set `half_life` where order matters.
    Prefer ItemNearest for larger catalogues, Transitions for short histories.
    With P = (X'X + l2 I)^-1 over the user x item matrix X of ones, B[i, j] = -P[i, j] / P[j, j] and
    B[j, j] = 0; score(j) = sum over the different items i of the history of w_i B[i, j], w = 1, or
    2^(-n / half_life) for the n-th event from the end. Scores may be negative.
    Of each user the last `max_history` different items are learned from.
    Cost: fit n_items^3 floating-point operations (3,400 items: about a second on one core) and
    4 n_items^2 bytes, kept; an answer history x n_items additions.
    Source: Steck (2019), Embarrassingly Shallow Autoencoders for Sparse Data. Differs:
    decayed query, float arithmetic (diagonal blocks in double).
    
    Parameters
    ----------
    l2 : float, default 300.0
        ridge on the item weights: larger for small or sparse logs (in [0.001, 1e+09])
    half_life : float | None, default None
        events of the history after which one counts half; all count the same when not set (above 0)
    max_history : int, default 1000
        last different items of a user that are learned from (at least 2)
    max_items : int, default 20000
        largest catalogue: 4 bytes times its square are kept (in [1, 1e+05])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, l2: float = 300.0, half_life: float | None = None, max_history: int = 1000, max_items: int = 20000) -> None:
        """
        Parameters
        ----------
        l2 : float, default 300.0
            ridge on the item weights: larger for small or sparse logs (in [0.001, 1e+09])
        half_life : float | None, default None
            events of the history after which one counts half; all count the same when not set (above 0)
        max_history : int, default 1000
            last different items of a user that are learned from (at least 2)
        max_items : int, default 20000
            largest catalogue: 4 bytes times its square are kept (in [1, 1e+05])
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Ease:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
    @property
    def weights_(self) -> typing.Any:
        """
        weight of each part (after fit)
        """
class Linear(limn._limn.Component):
    """
    Offers what a linear model expects next: ridge regression of the next item on the fading
    history, in closed form.
    
    Choose it for histories with an order and catalogues up to some twenty thousand items:
    Transitions whose items share the evidence instead of each counting it anew; no training loop,
    and on dense histories near an encoder. Prefer Transitions for larger catalogues and short
    histories, Ease where order means nothing. After each event but the last of a user, x[i] = sum
    of 2^(-n / half_life) over the events of item i, the n-th from the end, n < window; y = the item
    that came next. B = (X'X + l2 I)^-1 X'Y; score(j) = sum over the last `window` events of 2^(-n /
    half_life) B[i_n, j]. Scores may be negative; users without a known event are answered by count.
    Cost: fit n_events * window additions and 3 n_items^3 floating-point operations (3,400 items:
    two seconds on one core), 8 n_items^2 bytes of which half are kept; an answer window x n_items
    additions.
    Source: Choi, Kim, Lee, Shim, Lee (2021), Session-aware Linear Item-Item Models for
    Session-based Recommendation (its transition part). Differs: one next item as target, fading
    by events, all prefixes of a history at once by sums over pairs, float arithmetic (diagonal
    blocks in double).
    
    Parameters
    ----------
    l2 : float, default 300.0
        ridge on the item weights: smaller for short histories (in [0.001, 1e+09])
    half_life : float, default 4.0
        events of the history after which one counts half (above 0)
    window : int, default 20
        last events of the history that are looked at (in [1, 1000])
    max_items : int, default 20000
        largest catalogue: 4 bytes times its square are kept (in [1, 1e+05])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, l2: float = 300.0, half_life: float = 4.0, window: int = 20, max_items: int = 20000) -> None:
        """
        Parameters
        ----------
        l2 : float, default 300.0
            ridge on the item weights: smaller for short histories (in [0.001, 1e+09])
        half_life : float, default 4.0
            events of the history after which one counts half (above 0)
        window : int, default 20
            last events of the history that are looked at (in [1, 1000])
        max_items : int, default 20000
            largest catalogue: 4 bytes times its square are kept (in [1, 1e+05])
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Linear:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
    @property
    def weights_(self) -> typing.Any:
        """
        weight of each part (after fit)
        """
class Als(limn._limn.Component):
    """
    Factors of implicit feedback: what is taken counts 1 with confidence 1 + alpha * times taken,
    all else counts 0 with confidence 1; users and items in turn are solved exactly.
    
    Choose it for large catalogues, where Ease's square of the items does not fit, and for item
    vectors that serve elsewhere. Prefer Ease below twenty thousand items, Transitions where the
    order of events counts.
    Minimises sum c (p - x'y)^2 + regularization (|X|^2 + |Y|^2). Every user of an answer is folded
    in from their history by the same exact solve, so new users are users like all others and no
    user vector is kept. With `half_life`, the n-th event from the end of such a history weighs
    2^(-n / half_life) of a time taken. Missing: events of unknown items are passed over.
    Cost: an iteration 1.3 factors^2 operations an event and 1/3 factors^3 a user and item; folding
    in takes microseconds; the same bits for any number of threads.
    Source: Hu, Koren, Volinsky (2008), Collaborative Filtering for Implicit Feedback Datasets.
    Differs: Cholesky in float on the cached Gram matrix, no user vectors kept.
    
    Parameters
    ----------
    factors : int, default 64
        length of the vectors (in [1, 1024])
    iterations : int, default 15
        rounds over users and items (in [1, 1e+05])
    regularization : float, default 10.0
        ridge on every vector: larger for sparse logs (in [1e-06, 1e+09])
    alpha : float, default 1.0
        confidence added by each time an item was taken (in [0, 1e+06])
    half_life : float | None, default None
        events of an asking history after which one counts half; all count the same when not set (above 0)
    random_state : int, default 0
        seed of the first item vectors (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, factors: int = 64, iterations: int = 15, regularization: float = 10.0, alpha: float = 1.0, half_life: float | None = None, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        factors : int, default 64
            length of the vectors (in [1, 1024])
        iterations : int, default 15
            rounds over users and items (in [1, 1e+05])
        regularization : float, default 10.0
            ridge on every vector: larger for sparse logs (in [1e-06, 1e+09])
        alpha : float, default 1.0
            confidence added by each time an item was taken (in [0, 1e+06])
        half_life : float | None, default None
            events of an asking history after which one counts half; all count the same when not set (above 0)
        random_state : int, default 0
            seed of the first item vectors (at least 0)
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Als:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
    @property
    def item_vectors_(self) -> typing.Any:
        """
        one vector an item, (n_items, width) (after fit)
        """
    @property
    def loss_(self) -> typing.Any:
        """
        what was minimised, after the last round (after fit)
        """
class Repeats(limn._limn.Component):
    """
    Offers what the user took before: the latest and most frequent first.
    
    Choose it where things are bought or visited again (groceries, articles of a shop, places), as
    the baseline of exclude_seen = false and as a member of Fusion; useless where seen items are
    left out. score(j) = sum over the user's events of j of 2^(-n / half_life), the n-th event from
    the end; other items come after, by count, with a negative score.
    Cost: fit one pass over the events; an answer one pass over the history and the items.
    Source: Anderson, Kumar, Tomkins, Vassilvitskii (2014), The Dynamics of Repeat Consumption.
    Differs: recency and frequency in one decayed count.
    
    Parameters
    ----------
    half_life : float, default 5.0
        events of the history after which one counts half (above 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, half_life: float = 5.0) -> None:
        """
        Parameters
        ----------
        half_life : float, default 5.0
            events of the history after which one counts half (above 0)
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Repeats:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
class Sequence(limn._limn.Component):
    """
    Offers what a sequence encoder expects next.
    
    Choose it when there are some ten thousand events or more and histories are long; compare it
    with Transitions, which is a hundred times cheaper and often as good on short histories.
    The encoder is any component of the SequenceEncoder concept that also scores items: hand one in,
    or name one that this process knows (`encoder`). Every item the encoder knows gets a score, so
    a user without events is answered too, as well as the encoder answers an empty history.
    Cost: fit is the encoder's; an answer is one pass of the encoder and one product with its items,
    in blocks of 256 users, fewer above 130,000 items: the scores of all users never lie in memory
    together.
    Source: Kang, McAuley (2018), Self-Attentive Sequential Recommendation. Differs: holds
    the encoder by its interface and knows nothing of its make.
    
    Parameters
    ----------
    encoder : str, default 'encoder.event_encoder'
        name of the sequence encoder that fit makes
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, encoder: str = 'encoder.event_encoder') -> None:
        """
        Parameters
        ----------
        encoder : str, default 'encoder.event_encoder'
            name of the sequence encoder that fit makes
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Sequence:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
    def recommend_from(self, state: limn._limn.State, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items for a state and their scores, (k,) each, best first.
        """
    def start(self, history: typing.Any = None) -> limn._limn.State:
        """
        A user's state after a history: None, a list of item ids (oldest first), or an EventLog of one user.
        """
    def step(self, state: limn._limn.State, item: typing.Any, time: typing.Any = None, type: typing.Any = None, value: float | None = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        Takes one event into the state without reading the earlier ones again; the embedding, (width,). Items unknown at fit change nothing. time: datetime, ISO text or UTC microseconds.
        """
class Fusion(limn._limn.Component):
    """
    Joins any recommenders with weights learnt on the last events of users.
    
    Choose it to put an encoder and counted transitions together, the pair that rarely loses; prefer
    the single member where its weight comes out as 1. Any component of the Recommender concept can
    be a member: hand them in, or name those this process knows. The name of an encoder stands for
    Sequence around it.
    fit hides the last event of up to `max_learners` users with three events or more, fits the
    members on the rest, takes the first `candidates` of each member for these users, and searches
    weights, and one of three forms of the scores (FusionForm), of largest mean NDCG@10 of the
    hidden events; then the members are fitted on all events. fit with a validation log instead
    takes the first later event of each user from there and fits the members once. On the events
    learnt from the fusion is never below its best member. score(j) = sum over members of weight *
    form(score of j). Items outside all lists come last, by count, with a negative score. Cost: fit
    twice that of the members (once with a validation log, nothing for members that are ready, see
    fit_members) and some hundred passes over the lists; an answer that of the members.
    Source: Fox, Shaw (1994), Combination of Multiple Searches; Cormack, Clarke, Buettcher
    (2009), Reciprocal Rank Fusion. Differs: weights and form learnt on next events.
    
    Parameters
    ----------
    members : list[str], default ['recommend.transitions', 'recommend.item_nearest', 'recommend.popular']
        recommenders or encoders to join, or their names
    candidates : int, default 100
        first items of each member that are joined (in [1, 10000])
    max_learners : int, default 4000
        users whose last event the weights are learnt from (at least 1)
    fit_members : bool, default True
        fit the members too; off: they are ready, only the weights are learnt
    exclude_seen : bool, default True
        learn the weights for lists without what the user already took
    random_state : int, default 0
        seed of the users learnt from (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, members: list[str] = ['recommend.transitions', 'recommend.item_nearest', 'recommend.popular'], candidates: int = 100, max_learners: int = 4000, fit_members: bool = True, exclude_seen: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        members : list[str], default ['recommend.transitions', 'recommend.item_nearest', 'recommend.popular']
            recommenders or encoders to join, or their names
        candidates : int, default 100
            first items of each member that are joined (in [1, 10000])
        max_learners : int, default 4000
            users whose last event the weights are learnt from (at least 1)
        fit_members : bool, default True
            fit the members too; off: they are ready, only the weights are learnt
        exclude_seen : bool, default True
            learn the weights for lists without what the user already took
        random_state : int, default 0
            seed of the users learnt from (at least 0)
        """
    def fit(self, log: limn._limn.EventLog, validation: limn._limn.EventLog | None = None) -> Fusion:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
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
class Rerank(limn._limn.Component):
    """
    Any recommender under rules: varied lists, the hour or place of the user, and what the business
    wants (never this, this first, at most so many of a kind).
    
    Choose it as the last step before a screen; diversity 0.1 to 0.3 changes lists visibly and costs
    little accuracy. Prefer the recommender alone where only the next item counts, and the function
    `rerank` for lists made elsewhere or vectors of your own.
    The recommender is asked for `candidates` items (or k, when that is more), the rules of
    RerankRules choose k of them. Items are alike when the same users took them: their vectors are
    `width` random projections of who took each, so that a cosine is right to about
    1 / sqrt(width). With a context, scores are multiplied by how much more each item is taken in
    the context of the user's last event (its hour, weekday or type) than otherwise; see
    context_boost. Items are named by their ids, integers written as text; ids the log of fit
    lacks are passed by.
    Cost: fit that of the recommender and n_events * width additions; an answer that of
    the recommender and candidates * k * width.
    Source: Carbonell, Goldstein (1998), The Use of MMR; Achlioptas (2003), Database-friendly
    random projections. Differs: likeness from users, context by shrunken lift.
    
    Parameters
    ----------
    members : list[str], default ['recommend.transitions']
        the one recommender whose lists are put in order, or its name
    candidates : int, default 100
        items the recommender is asked for (in [1, 10000])
    diversity : float, default 0.2
        0 = by score alone ... 1 = by being different alone (in [0, 1])
    width : int, default 64
        numbers of an item's vector, for diversity (in [1, 4096])
    context : str, default 'none'
        what of the user's last event moves scores (one of none, hour, weekday, type)
    shrinkage : float, default 20.0
        context: events by which everybody's share counts (above 0)
    exclude : list[str], default []
        ids of items never offered
    pin : list[str], default []
        ids of items that stand first, in this order
    categorized : list[str], default []
        ids of items whose category is known
    categories : list[str], default []
        their categories, as long as categorized
    max_per_category : int, default 0
        items of one category in a list, 0 = any number (at least 0)
    fit_members : bool, default True
        fit the recommender too; off: it is ready, only the rules are learnt
    random_state : int, default 0
        seed of the projections (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, members: list[str] = ['recommend.transitions'], candidates: int = 100, diversity: float = 0.2, width: int = 64, context: str = 'none', shrinkage: float = 20.0, exclude: list[str] = [], pin: list[str] = [], categorized: list[str] = [], categories: list[str] = [], max_per_category: int = 0, fit_members: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        members : list[str], default ['recommend.transitions']
            the one recommender whose lists are put in order, or its name
        candidates : int, default 100
            items the recommender is asked for (in [1, 10000])
        diversity : float, default 0.2
            0 = by score alone ... 1 = by being different alone (in [0, 1])
        width : int, default 64
            numbers of an item's vector, for diversity (in [1, 4096])
        context : str, default 'none'
            what of the user's last event moves scores (one of none, hour, weekday, type)
        shrinkage : float, default 20.0
            context: events by which everybody's share counts (above 0)
        exclude : list[str], default []
            ids of items never offered
        pin : list[str], default []
            ids of items that stand first, in this order
        categorized : list[str], default []
            ids of items whose category is known
        categories : list[str], default []
            their categories, as long as categorized
        max_per_category : int, default 0
            items of one category in a list, 0 = any number (at least 0)
        fit_members : bool, default True
            fit the recommender too; off: it is ready, only the rules are learnt
        random_state : int, default 0
            seed of the projections (at least 0)
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Rerank:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def recommend(self, log: typing.Any, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
def _context_boost(arg0: limn._limn.EventLog, arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg2: typing.SupportsInt | typing.SupportsIndex, arg3: typing.SupportsFloat | typing.SupportsIndex) -> typing.Any:
    ...
def _rerank(arg0: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg1: typing.Annotated[numpy.typing.ArrayLike, numpy.float32], arg2: typing.SupportsInt | typing.SupportsIndex, arg3: typing.SupportsFloat | typing.SupportsIndex, arg4: typing.Annotated[numpy.typing.ArrayLike, numpy.float32], arg5: typing.Annotated[numpy.typing.ArrayLike, numpy.float32], arg6: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], arg7: typing.SupportsInt | typing.SupportsIndex, arg8: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], arg9: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]) -> tuple[typing.Any, ...]:
    ...
