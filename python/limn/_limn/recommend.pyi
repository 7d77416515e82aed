# SPDX-License-Identifier: MIT
"""
What to offer?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['ItemNearest', 'Popular', 'Sequence', 'Transitions']
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
    def recommend(self, log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True, segments: typing.Any = None) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf. segments: as at fit, one a user of log.
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
    def recommend(self, log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
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
    def recommend(self, log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
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
    in blocks of 256 users.
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
    def recommend(self, log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True) -> tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]:
        """
        The k best items of each user and their scores, (n_users, k), best first, rows in the order of log.users. Items are the caller's own ids; where there are fewer than k: None (text ids) or -1, score -inf.
        """
