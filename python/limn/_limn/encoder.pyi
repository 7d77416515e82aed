# SPDX-License-Identifier: MIT
"""
What does a sequence of events mean?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['EventEncoder']
class EventEncoder(limn._limn.Component):
    """
    A small transformer that reads a user's events in order and learns by guessing each next item.
    The state after the last event is the user's vector; products with item vectors rank items.
    
    Choose it when histories are long (ten events and more) and there are some 10^5 events to learn
    from; with shorter histories recommend.Transitions is as good and takes seconds. Full soft-max
    up to some 20,000 items, sampled above.
    Shapes: a log of any size; items and types unknown at fit are skipped; a user without a known
    event gets a vector of zeros. Values are not read. Times add a bias by gap where log has a
    clock. Cost: fit is O(epochs * events * (layers * width * (12 width + max_length) + width *
    items)); about 3 times the weights in memory per worker lane, 8 lanes; embed about a fifth an
    event.
    Source: Kang and McAuley (2018), Self-Attentive Sequential Recommendation; Klenitskiy and
    Vasilev (2023), Turning Dross Into Gold Loss; Zhai et al. (2024), Actions Speak Louder than
    Words. Differs: gated pre-norm blocks, positions counted from the end, sequences packed
    without padding, a random window a turn for long histories, own backward pass.
    
    Parameters
    ----------
    width : int, default 64
        numbers in a user's vector (in [2, 1024])
    layers : int, default 2
        transformer blocks (in [1, 16])
    heads : int, default 1
        attention heads, a divisor of width (in [1, 64])
    feed_forward : int, default 2
        hidden width of a block, in widths (in [1, 8])
    max_length : int, default 200
        events of a history that are read, the last ones (in [1, 4096])
    dropout : float, default 0.1
        share of numbers dropped while training (in [0, 1))
    loss : str, default 'softmax'
        softmax over all items, or sampled for large catalogues (one of softmax, sampled)
    n_negatives : int, default 256
        items drawn a step when the loss is sampled (at least 1)
    learning_rate : float, default 0.001
        step length of Adam after the warm start (above 0)
    batch_tokens : int, default 0
        events a step; 0 = a 64th of the log, 256 to 4096 (in [0, 1048576])
    epochs : int, default 30
        turns over the log at most (at least 1)
    patience : int, default 10
        turns without a better NDCG before it stops; 0 = never (at least 0)
    time_bias : bool, default True
        learn from the gaps between events
    clip_norm : float, default 1.0
        longest gradient; 0 = any length (at least 0)
    resumable : bool, default True
        keep the optimizer's state, which triples the size
    random_state : int, default 0
        seed of weights, windows and dropout (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, width: int = 64, layers: int = 2, heads: int = 1, feed_forward: int = 2, max_length: int = 200, dropout: float = 0.1, loss: str = 'softmax', n_negatives: int = 256, learning_rate: float = 0.001, batch_tokens: int = 0, epochs: int = 30, patience: int = 10, time_bias: bool = True, clip_norm: float = 1.0, resumable: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        width : int, default 64
            numbers in a user's vector (in [2, 1024])
        layers : int, default 2
            transformer blocks (in [1, 16])
        heads : int, default 1
            attention heads, a divisor of width (in [1, 64])
        feed_forward : int, default 2
            hidden width of a block, in widths (in [1, 8])
        max_length : int, default 200
            events of a history that are read, the last ones (in [1, 4096])
        dropout : float, default 0.1
            share of numbers dropped while training (in [0, 1))
        loss : str, default 'softmax'
            softmax over all items, or sampled for large catalogues (one of softmax, sampled)
        n_negatives : int, default 256
            items drawn a step when the loss is sampled (at least 1)
        learning_rate : float, default 0.001
            step length of Adam after the warm start (above 0)
        batch_tokens : int, default 0
            events a step; 0 = a 64th of the log, 256 to 4096 (in [0, 1048576])
        epochs : int, default 30
            turns over the log at most (at least 1)
        patience : int, default 10
            turns without a better NDCG before it stops; 0 = never (at least 0)
        time_bias : bool, default True
            learn from the gaps between events
        clip_norm : float, default 1.0
            longest gradient; 0 = any length (at least 0)
        resumable : bool, default True
            keep the optimizer's state, which triples the size
        random_state : int, default 0
            seed of weights, windows and dropout (at least 0)
        """
    def embed(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        One vector a user, (n_users, width), rows in the order of log.users.
        """
    def fit(self, log: limn._limn.EventLog, validation: limn._limn.EventLog | None = None) -> EventEncoder:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_embed(self, log: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        fit(log), then embed(log).
        """
    def partial_fit(self, log: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> EventEncoder:
        """
        Learns more without forgetting.
        """
    def score_items(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        How much each item is expected next, (n_users, n_items).
        """
    @property
    def best_epoch_(self) -> typing.Any:
        """
        the turn that was kept (after fit)
        """
    @property
    def item_vectors_(self) -> typing.Any:
        """
        one vector an item, (n_items, width) (after fit)
        """
