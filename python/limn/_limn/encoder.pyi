# SPDX-License-Identifier: MIT
"""
What does a sequence of events mean?
"""
from __future__ import annotations
import collections.abc
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['ConvEncoder', 'EventEncoder', 'GruEncoder']
class EventEncoder(limn._limn.Component):
    """
    A small transformer that reads a user's events in order and learns by guessing each next item.
    The state after the last event is the user's vector; products with item vectors rank items.
    
    Choose it when histories are long (ten events and more) and there are some 10^5 events to learn
    from; with shorter histories recommend.Transitions is as good and takes seconds. GruEncoder has
    a smaller state and suits bank-like events. Full soft-max up to some 20,000 items, sampled
    above. Shapes: a log of any size; items unknown at fit are skipped, a type or value that is
    unknown or missing adds nothing; a user without a known event gets a vector of zeros. Times add
    a bias by gap, hour and weekday where the log has a clock. A block looks max_length events back,
    so a state depends on the last layers * (max_length - 1) + 1 of them, and `step` gives what
    `embed` gives. Cost: fit is O(epochs * events * (layers * width * (12 width + max_length) +
    width * items)); about 3 times the weights in memory per worker lane, 8 lanes; embed about a
    fifth an event.
    Source: Kang and McAuley (2018), Self-Attentive Sequential Recommendation; Klenitskiy and
    Vasilev (2023), Turning Dross Into Gold Loss; Zhai et al. (2024), Actions Speak Louder than
    Words; Babaev et al. (2022), CoLES: Contrastive Learning for Event Sequences with
    Self-Supervision (the contrastive objective). Differs: gated pre-norm blocks, order told by
    distances alone, sequences packed without padding, a random window a turn for long histories,
    own backward pass; the contrastive objective is a soft-max over all parts of histories in a step
    instead of pairs with a margin.
    
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
        events of a history that are read at once (in [1, 4096])
    dropout : float, default 0.1
        share of numbers dropped while training (in [0, 1))
    time_bias : bool, default True
        learn from the gaps between events
    calendar : bool, default True
        learn from hour and weekday (UTC)
    values : bool, default True
        learn from the values of events
    target_types : list[str], default []
        types of events that are guessed and offered; none = all
    objective : str, default 'next_item'
        guess the next item; contrastive: parts of one history are alike, of others not; or both (one of next_item, contrastive, both)
    loss : str, default 'auto'
        softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above them sampled by popularity (one of auto, softmax, sampled, gbce)
    n_negatives : int, default 256
        items drawn a step when the loss is not softmax (at least 1)
    negatives : str, default 'uniform'
        drawn all alike, or by popularity with log-Q correction (one of uniform, popularity)
    init : str, default 'counts'
        item vectors begin near those of their neighbours (counts), or at random (one of counts, random)
    learning_rate : float, default 0.001
        step length of Adam after the warm start (above 0)
    batch_tokens : int, default 0
        events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384 (in [0, 1048576])
    epochs : int, default 20
        turns over the log at most (at least 1)
    patience : int, default 10
        turns without a better NDCG before it stops; 0 = never (at least 0)
    n_starts : int, default 1
        trainings from random_state, random_state + 1 ...; the best turn of all is kept (in [1, 100])
    clip_norm : float, default 1.0
        longest gradient; 0 = any length (at least 0)
    on_cancel : str, default 'raise'
        a cancelled fit raises, or keeps what it learned so far (one of raise, keep)
    resumable : bool, default True
        keep the optimizer's state, which triples the size
    random_state : int, default 0
        seed of weights, windows and dropout (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, width: int = 64, layers: int = 2, heads: int = 1, feed_forward: int = 2, max_length: int = 200, dropout: float = 0.1, time_bias: bool = True, calendar: bool = True, values: bool = True, target_types: list[str] = [], objective: str = 'next_item', loss: str = 'auto', n_negatives: int = 256, negatives: str = 'uniform', init: str = 'counts', learning_rate: float = 0.001, batch_tokens: int = 0, epochs: int = 20, patience: int = 10, n_starts: int = 1, clip_norm: float = 1.0, on_cancel: str = 'raise', resumable: bool = True, random_state: int = 0) -> None:
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
            events of a history that are read at once (in [1, 4096])
        dropout : float, default 0.1
            share of numbers dropped while training (in [0, 1))
        time_bias : bool, default True
            learn from the gaps between events
        calendar : bool, default True
            learn from hour and weekday (UTC)
        values : bool, default True
            learn from the values of events
        target_types : list[str], default []
            types of events that are guessed and offered; none = all
        objective : str, default 'next_item'
            guess the next item; contrastive: parts of one history are alike, of others not; or both (one of next_item, contrastive, both)
        loss : str, default 'auto'
            softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above them sampled by popularity (one of auto, softmax, sampled, gbce)
        n_negatives : int, default 256
            items drawn a step when the loss is not softmax (at least 1)
        negatives : str, default 'uniform'
            drawn all alike, or by popularity with log-Q correction (one of uniform, popularity)
        init : str, default 'counts'
            item vectors begin near those of their neighbours (counts), or at random (one of counts, random)
        learning_rate : float, default 0.001
            step length of Adam after the warm start (above 0)
        batch_tokens : int, default 0
            events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384 (in [0, 1048576])
        epochs : int, default 20
            turns over the log at most (at least 1)
        patience : int, default 10
            turns without a better NDCG before it stops; 0 = never (at least 0)
        n_starts : int, default 1
            trainings from random_state, random_state + 1 ...; the best turn of all is kept (in [1, 100])
        clip_norm : float, default 1.0
            longest gradient; 0 = any length (at least 0)
        on_cancel : str, default 'raise'
            a cancelled fit raises, or keeps what it learned so far (one of raise, keep)
        resumable : bool, default True
            keep the optimizer's state, which triples the size
        random_state : int, default 0
            seed of weights, windows and dropout (at least 0)
        """
    def _fine_tune(self: limn._limn.Component, log: limn._limn.EventLog, labels: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], epochs: typing.SupportsInt | typing.SupportsIndex, frozen_layers: typing.SupportsInt | typing.SupportsIndex, learning_rate: typing.SupportsFloat | typing.SupportsIndex) -> tuple[typing.Any, ...]:
        """
        _fine_tune(self, log: limn._limn.EventLog, labels: list[int], epochs: int, frozen_layers: int, learning_rate: float) -> tuple[numpy.typing.NDArray[numpy.float32], numpy.typing.NDArray[numpy.float32]]
        """
    def _known_events(self: limn._limn.Component, log: limn._limn.EventLog) -> tuple[typing.Any, ...]:
        """
        _known_events(self, log: limn._limn.EventLog) -> tuple[numpy.typing.NDArray[typing.Any], ...]
        """
    def _reading(self: limn._limn.Component) -> dict[str, typing.Any]:
        """
        _reading(self) -> dict[str, typing.Any]
        """
    def batch(self, log: typing.Any) -> typing.Any:
        """
        batch(self, log: limn._limn.EventLog) -> dict[str, numpy.typing.NDArray[typing.Any]]
        
        The log as the network reads it, one row a user, padded on the right: items (codes, -1 = nothing) and, as far as they are read, types, values (NaN = missing) and times_us. What limn.torch and the graph of to_onnx take.
        """
    def embed(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        One vector a user, (n_users, width), rows in the order of log.users.
        """
    def fine_tune(self, log: typing.Any, labels: typing.Any, epochs: typing.Any = 5, frozen_layers: typing.Any = 0, learning_rate: typing.Any = 0.0005) -> typing.Any:
        """
        fine_tune(self, log: limn._limn.EventLog, labels: typing.Any, epochs: int = 5, frozen_layers: int = 0, learning_rate: float = 0.0005) -> typing.Any
        
        Goes on training so that vectors tell a label of users (one a user, in the order of log.users; None or NaN = unknown); returns the limn.encoder.LabelHead that reads it off embed(log). frozen_layers: with item and feature vectors, the first of the layers that are left as they are. Item scores remain but are no longer trained for: keep a copy for recommendations.
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
    def resume(self, log: limn._limn.EventLog, epochs: typing.SupportsInt | typing.SupportsIndex = 1, replay: typing.Any = None) -> typing.Any:
        """
        resume(self, log: limn._limn.EventLog, epochs: int = 1, replay: limn._limn.EventLog | None = None) -> limn._limn.encoder.EventEncoder
        
        Turns over this log from where training stood; items that are new get vectors. replay: a log of earlier events, of which as many are read again, so that what was learned stays.
        """
    def score_items(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        How much each item is expected next, (n_users, n_items).
        """
    def set_weights(self, weights: dict[str, typing.Any]) -> typing.Any:
        """
        set_weights(self, weights: dict[str, typing.Any]) -> limn._limn.encoder.EventEncoder
        
        Takes other numbers for the same names. Errors: ShapeError for a name that is missing, unknown or of another shape, DataError for numbers that are not finite; the object is then unchanged.
        """
    def start(self, history: typing.Any = None) -> limn._limn.State:
        """
        A user's state after a history: None, a list of item ids (oldest first), or an EventLog of one user.
        """
    def step(self, state: limn._limn.State, item: typing.Any, time: typing.Any = None, type: typing.Any = None, value: float | None = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        Takes one event into the state without reading the earlier ones again; the embedding, (width,). Items unknown at fit change nothing. time: datetime, ISO text or UTC microseconds.
        """
    def to_onnx(self, path: typing.Any) -> typing.Any:
        """
        to_onnx(self, path: str | os.PathLike[str]) -> None
        
        Writes the encoder as an ONNX graph: inputs as batch() gives them, outputs embedding (batch, width) and scores (batch, n_items). Needs the package onnx: pip install 'limn[onnx]'.
        """
    def weights(self: limn._limn.Component) -> dict[str, typing.Any]:
        """
        weights(self) -> dict[str, numpy.typing.NDArray[numpy.float32]]
        
        What was learned, by name, as copies: "items" (n_items, width), "layers.0.out1", "final_norm" ...
        """
    @property
    def best_epoch_(self) -> typing.Any:
        """
        the turn that was kept (after fit)
        """
    @property
    def diverged_(self) -> bool:
        """
        (self) -> bool
        
        True: training ended before its time (after fit)
        """
    @property
    def history_(self) -> list[typing.Any]:
        """
        (self) -> list[dict[str, float]]
        
        loss, ndcg and hit of each turn (after fit)
        """
    @property
    def item_vectors_(self) -> typing.Any:
        """
        one vector an item, (n_items, width) (after fit)
        """
class GruEncoder(limn._limn.Component):
    """
    A gated recurrent network that reads a user's events in order and learns by guessing each next
    item, as EventEncoder does, with one hidden vector a layer instead of all earlier events.
    
    Choose it when a user's state must be small (layers * width floats) and of constant cost however
    long the history, or for bank-like events, where it often beats a transformer; prefer
    EventEncoder for long histories of items and for training speed, ConvEncoder when only the last
    events matter.
    Shapes and missing parts: as EventEncoder. The whole history counts, also beyond max_length,
    which is the length of the windows that training shows.
    Cost: fit is O(epochs * events * (layers * 7 width^2 + width * items)); a step 7 width^2.
    Source: Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder; Hidasi
    et al. (2016), Session-based Recommendations with Recurrent Neural Networks. Differs:
    trained with all items as candidates, pre-norm residual layers, output tied to the item vectors.
    
    Parameters
    ----------
    width : int, default 64
        numbers in a user's vector (in [2, 1024])
    layers : int, default 1
        recurrent layers (in [1, 16])
    max_length : int, default 200
        events of a history that are read at once (in [1, 4096])
    dropout : float, default 0.1
        share of numbers dropped while training (in [0, 1))
    time_bias : bool, default True
        learn from the gaps between events
    calendar : bool, default True
        learn from hour and weekday (UTC)
    values : bool, default True
        learn from the values of events
    target_types : list[str], default []
        types of events that are guessed and offered; none = all
    objective : str, default 'next_item'
        guess the next item; contrastive: parts of one history are alike, of others not; or both (one of next_item, contrastive, both)
    loss : str, default 'auto'
        softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above them sampled by popularity (one of auto, softmax, sampled, gbce)
    n_negatives : int, default 256
        items drawn a step when the loss is not softmax (at least 1)
    negatives : str, default 'uniform'
        drawn all alike, or by popularity with log-Q correction (one of uniform, popularity)
    init : str, default 'counts'
        item vectors begin near those of their neighbours (counts), or at random (one of counts, random)
    learning_rate : float, default 0.002
        step length of Adam after the warm start (above 0)
    batch_tokens : int, default 0
        events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384 (in [0, 1048576])
    epochs : int, default 20
        turns over the log at most (at least 1)
    patience : int, default 10
        turns without a better NDCG before it stops; 0 = never (at least 0)
    n_starts : int, default 1
        trainings from random_state, random_state + 1 ...; the best turn of all is kept (in [1, 100])
    clip_norm : float, default 1.0
        longest gradient; 0 = any length (at least 0)
    on_cancel : str, default 'raise'
        a cancelled fit raises, or keeps what it learned so far (one of raise, keep)
    resumable : bool, default True
        keep the optimizer's state, which triples the size
    random_state : int, default 0
        seed of weights, windows and dropout (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, width: int = 64, layers: int = 1, max_length: int = 200, dropout: float = 0.1, time_bias: bool = True, calendar: bool = True, values: bool = True, target_types: list[str] = [], objective: str = 'next_item', loss: str = 'auto', n_negatives: int = 256, negatives: str = 'uniform', init: str = 'counts', learning_rate: float = 0.002, batch_tokens: int = 0, epochs: int = 20, patience: int = 10, n_starts: int = 1, clip_norm: float = 1.0, on_cancel: str = 'raise', resumable: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        width : int, default 64
            numbers in a user's vector (in [2, 1024])
        layers : int, default 1
            recurrent layers (in [1, 16])
        max_length : int, default 200
            events of a history that are read at once (in [1, 4096])
        dropout : float, default 0.1
            share of numbers dropped while training (in [0, 1))
        time_bias : bool, default True
            learn from the gaps between events
        calendar : bool, default True
            learn from hour and weekday (UTC)
        values : bool, default True
            learn from the values of events
        target_types : list[str], default []
            types of events that are guessed and offered; none = all
        objective : str, default 'next_item'
            guess the next item; contrastive: parts of one history are alike, of others not; or both (one of next_item, contrastive, both)
        loss : str, default 'auto'
            softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above them sampled by popularity (one of auto, softmax, sampled, gbce)
        n_negatives : int, default 256
            items drawn a step when the loss is not softmax (at least 1)
        negatives : str, default 'uniform'
            drawn all alike, or by popularity with log-Q correction (one of uniform, popularity)
        init : str, default 'counts'
            item vectors begin near those of their neighbours (counts), or at random (one of counts, random)
        learning_rate : float, default 0.002
            step length of Adam after the warm start (above 0)
        batch_tokens : int, default 0
            events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384 (in [0, 1048576])
        epochs : int, default 20
            turns over the log at most (at least 1)
        patience : int, default 10
            turns without a better NDCG before it stops; 0 = never (at least 0)
        n_starts : int, default 1
            trainings from random_state, random_state + 1 ...; the best turn of all is kept (in [1, 100])
        clip_norm : float, default 1.0
            longest gradient; 0 = any length (at least 0)
        on_cancel : str, default 'raise'
            a cancelled fit raises, or keeps what it learned so far (one of raise, keep)
        resumable : bool, default True
            keep the optimizer's state, which triples the size
        random_state : int, default 0
            seed of weights, windows and dropout (at least 0)
        """
    def _fine_tune(self: limn._limn.Component, log: limn._limn.EventLog, labels: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], epochs: typing.SupportsInt | typing.SupportsIndex, frozen_layers: typing.SupportsInt | typing.SupportsIndex, learning_rate: typing.SupportsFloat | typing.SupportsIndex) -> tuple[typing.Any, ...]:
        """
        _fine_tune(self, log: limn._limn.EventLog, labels: list[int], epochs: int, frozen_layers: int, learning_rate: float) -> tuple[numpy.typing.NDArray[numpy.float32], numpy.typing.NDArray[numpy.float32]]
        """
    def _known_events(self: limn._limn.Component, log: limn._limn.EventLog) -> tuple[typing.Any, ...]:
        """
        _known_events(self, log: limn._limn.EventLog) -> tuple[numpy.typing.NDArray[typing.Any], ...]
        """
    def _reading(self: limn._limn.Component) -> dict[str, typing.Any]:
        """
        _reading(self) -> dict[str, typing.Any]
        """
    def batch(self, log: typing.Any) -> typing.Any:
        """
        batch(self, log: limn._limn.EventLog) -> dict[str, numpy.typing.NDArray[typing.Any]]
        
        The log as the network reads it, one row a user, padded on the right: items (codes, -1 = nothing) and, as far as they are read, types, values (NaN = missing) and times_us. What limn.torch and the graph of to_onnx take.
        """
    def embed(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        One vector a user, (n_users, width), rows in the order of log.users.
        """
    def fine_tune(self, log: typing.Any, labels: typing.Any, epochs: typing.Any = 5, frozen_layers: typing.Any = 0, learning_rate: typing.Any = 0.0005) -> typing.Any:
        """
        fine_tune(self, log: limn._limn.EventLog, labels: typing.Any, epochs: int = 5, frozen_layers: int = 0, learning_rate: float = 0.0005) -> typing.Any
        
        Goes on training so that vectors tell a label of users (one a user, in the order of log.users; None or NaN = unknown); returns the limn.encoder.LabelHead that reads it off embed(log). frozen_layers: with item and feature vectors, the first of the layers that are left as they are. Item scores remain but are no longer trained for: keep a copy for recommendations.
        """
    def fit(self, log: limn._limn.EventLog, validation: limn._limn.EventLog | None = None) -> GruEncoder:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_embed(self, log: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        fit(log), then embed(log).
        """
    def partial_fit(self, log: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> GruEncoder:
        """
        Learns more without forgetting.
        """
    def resume(self, log: limn._limn.EventLog, epochs: typing.SupportsInt | typing.SupportsIndex = 1, replay: typing.Any = None) -> typing.Any:
        """
        resume(self, log: limn._limn.EventLog, epochs: int = 1, replay: limn._limn.EventLog | None = None) -> limn._limn.encoder.GruEncoder
        
        Turns over this log from where training stood; items that are new get vectors. replay: a log of earlier events, of which as many are read again, so that what was learned stays.
        """
    def score_items(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        How much each item is expected next, (n_users, n_items).
        """
    def set_weights(self, weights: dict[str, typing.Any]) -> typing.Any:
        """
        set_weights(self, weights: dict[str, typing.Any]) -> limn._limn.encoder.GruEncoder
        
        Takes other numbers for the same names. Errors: ShapeError for a name that is missing, unknown or of another shape, DataError for numbers that are not finite; the object is then unchanged.
        """
    def start(self, history: typing.Any = None) -> limn._limn.State:
        """
        A user's state after a history: None, a list of item ids (oldest first), or an EventLog of one user.
        """
    def step(self, state: limn._limn.State, item: typing.Any, time: typing.Any = None, type: typing.Any = None, value: float | None = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        Takes one event into the state without reading the earlier ones again; the embedding, (width,). Items unknown at fit change nothing. time: datetime, ISO text or UTC microseconds.
        """
    def to_onnx(self, path: typing.Any) -> typing.Any:
        """
        to_onnx(self, path: str | os.PathLike[str]) -> None
        
        Writes the encoder as an ONNX graph: inputs as batch() gives them, outputs embedding (batch, width) and scores (batch, n_items). Needs the package onnx: pip install 'limn[onnx]'.
        """
    def weights(self: limn._limn.Component) -> dict[str, typing.Any]:
        """
        weights(self) -> dict[str, numpy.typing.NDArray[numpy.float32]]
        
        What was learned, by name, as copies: "items" (n_items, width), "layers.0.out1", "final_norm" ...
        """
    @property
    def best_epoch_(self) -> typing.Any:
        """
        the turn that was kept (after fit)
        """
    @property
    def diverged_(self) -> bool:
        """
        (self) -> bool
        
        True: training ended before its time (after fit)
        """
    @property
    def history_(self) -> list[typing.Any]:
        """
        (self) -> list[dict[str, float]]
        
        loss, ndcg and hit of each turn (after fit)
        """
    @property
    def item_vectors_(self) -> typing.Any:
        """
        one vector an item, (n_items, width) (after fit)
        """
class ConvEncoder(limn._limn.Component):
    """
    A stack of causal convolutions over a user's events that learns by guessing each next item, as
    EventEncoder does, from a fixed number of the last events.
    
    Choose it when only the recent past matters and training must be quick: with 4 layers and a
    kernel of 4 a state depends on the last 46 events, 1 + (kernel - 1) * (2^layers - 1). Prefer
    EventEncoder where older events matter, GruEncoder where the state must be smallest.
    Shapes and missing parts: as EventEncoder.
    Cost: fit is O(epochs * events * (layers * (2 kernel + 1) width^2 + width * items)).
    Source: Yuan et al. (2019), A Simple Convolutional Generative Network for Next Item
    Recommendation. Differs: one gated convolution a layer, pre-norm, SwiGLU gate, output tied
    to the item vectors.
    
    Parameters
    ----------
    width : int, default 64
        numbers in a user's vector (in [2, 1024])
    layers : int, default 4
        convolutions, each with twice the holes of the one before (in [1, 16])
    kernel : int, default 4
        events that a convolution sees (in [2, 16])
    max_length : int, default 200
        events of a history that are read at once (in [1, 4096])
    dropout : float, default 0.1
        share of numbers dropped while training (in [0, 1))
    time_bias : bool, default True
        learn from the gaps between events
    calendar : bool, default True
        learn from hour and weekday (UTC)
    values : bool, default True
        learn from the values of events
    target_types : list[str], default []
        types of events that are guessed and offered; none = all
    objective : str, default 'next_item'
        guess the next item; contrastive: parts of one history are alike, of others not; or both (one of next_item, contrastive, both)
    loss : str, default 'auto'
        softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above them sampled by popularity (one of auto, softmax, sampled, gbce)
    n_negatives : int, default 256
        items drawn a step when the loss is not softmax (at least 1)
    negatives : str, default 'uniform'
        drawn all alike, or by popularity with log-Q correction (one of uniform, popularity)
    init : str, default 'counts'
        item vectors begin near those of their neighbours (counts), or at random (one of counts, random)
    learning_rate : float, default 0.001
        step length of Adam after the warm start (above 0)
    batch_tokens : int, default 0
        events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384 (in [0, 1048576])
    epochs : int, default 20
        turns over the log at most (at least 1)
    patience : int, default 10
        turns without a better NDCG before it stops; 0 = never (at least 0)
    n_starts : int, default 1
        trainings from random_state, random_state + 1 ...; the best turn of all is kept (in [1, 100])
    clip_norm : float, default 1.0
        longest gradient; 0 = any length (at least 0)
    on_cancel : str, default 'raise'
        a cancelled fit raises, or keeps what it learned so far (one of raise, keep)
    resumable : bool, default True
        keep the optimizer's state, which triples the size
    random_state : int, default 0
        seed of weights, windows and dropout (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, width: int = 64, layers: int = 4, kernel: int = 4, max_length: int = 200, dropout: float = 0.1, time_bias: bool = True, calendar: bool = True, values: bool = True, target_types: list[str] = [], objective: str = 'next_item', loss: str = 'auto', n_negatives: int = 256, negatives: str = 'uniform', init: str = 'counts', learning_rate: float = 0.001, batch_tokens: int = 0, epochs: int = 20, patience: int = 10, n_starts: int = 1, clip_norm: float = 1.0, on_cancel: str = 'raise', resumable: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        width : int, default 64
            numbers in a user's vector (in [2, 1024])
        layers : int, default 4
            convolutions, each with twice the holes of the one before (in [1, 16])
        kernel : int, default 4
            events that a convolution sees (in [2, 16])
        max_length : int, default 200
            events of a history that are read at once (in [1, 4096])
        dropout : float, default 0.1
            share of numbers dropped while training (in [0, 1))
        time_bias : bool, default True
            learn from the gaps between events
        calendar : bool, default True
            learn from hour and weekday (UTC)
        values : bool, default True
            learn from the values of events
        target_types : list[str], default []
            types of events that are guessed and offered; none = all
        objective : str, default 'next_item'
            guess the next item; contrastive: parts of one history are alike, of others not; or both (one of next_item, contrastive, both)
        loss : str, default 'auto'
            softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above them sampled by popularity (one of auto, softmax, sampled, gbce)
        n_negatives : int, default 256
            items drawn a step when the loss is not softmax (at least 1)
        negatives : str, default 'uniform'
            drawn all alike, or by popularity with log-Q correction (one of uniform, popularity)
        init : str, default 'counts'
            item vectors begin near those of their neighbours (counts), or at random (one of counts, random)
        learning_rate : float, default 0.001
            step length of Adam after the warm start (above 0)
        batch_tokens : int, default 0
            events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384 (in [0, 1048576])
        epochs : int, default 20
            turns over the log at most (at least 1)
        patience : int, default 10
            turns without a better NDCG before it stops; 0 = never (at least 0)
        n_starts : int, default 1
            trainings from random_state, random_state + 1 ...; the best turn of all is kept (in [1, 100])
        clip_norm : float, default 1.0
            longest gradient; 0 = any length (at least 0)
        on_cancel : str, default 'raise'
            a cancelled fit raises, or keeps what it learned so far (one of raise, keep)
        resumable : bool, default True
            keep the optimizer's state, which triples the size
        random_state : int, default 0
            seed of weights, windows and dropout (at least 0)
        """
    def _fine_tune(self: limn._limn.Component, log: limn._limn.EventLog, labels: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], epochs: typing.SupportsInt | typing.SupportsIndex, frozen_layers: typing.SupportsInt | typing.SupportsIndex, learning_rate: typing.SupportsFloat | typing.SupportsIndex) -> tuple[typing.Any, ...]:
        """
        _fine_tune(self, log: limn._limn.EventLog, labels: list[int], epochs: int, frozen_layers: int, learning_rate: float) -> tuple[numpy.typing.NDArray[numpy.float32], numpy.typing.NDArray[numpy.float32]]
        """
    def _known_events(self: limn._limn.Component, log: limn._limn.EventLog) -> tuple[typing.Any, ...]:
        """
        _known_events(self, log: limn._limn.EventLog) -> tuple[numpy.typing.NDArray[typing.Any], ...]
        """
    def _reading(self: limn._limn.Component) -> dict[str, typing.Any]:
        """
        _reading(self) -> dict[str, typing.Any]
        """
    def batch(self, log: typing.Any) -> typing.Any:
        """
        batch(self, log: limn._limn.EventLog) -> dict[str, numpy.typing.NDArray[typing.Any]]
        
        The log as the network reads it, one row a user, padded on the right: items (codes, -1 = nothing) and, as far as they are read, types, values (NaN = missing) and times_us. What limn.torch and the graph of to_onnx take.
        """
    def embed(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        One vector a user, (n_users, width), rows in the order of log.users.
        """
    def fine_tune(self, log: typing.Any, labels: typing.Any, epochs: typing.Any = 5, frozen_layers: typing.Any = 0, learning_rate: typing.Any = 0.0005) -> typing.Any:
        """
        fine_tune(self, log: limn._limn.EventLog, labels: typing.Any, epochs: int = 5, frozen_layers: int = 0, learning_rate: float = 0.0005) -> typing.Any
        
        Goes on training so that vectors tell a label of users (one a user, in the order of log.users; None or NaN = unknown); returns the limn.encoder.LabelHead that reads it off embed(log). frozen_layers: with item and feature vectors, the first of the layers that are left as they are. Item scores remain but are no longer trained for: keep a copy for recommendations.
        """
    def fit(self, log: limn._limn.EventLog, validation: limn._limn.EventLog | None = None) -> ConvEncoder:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_embed(self, log: typing.Any, y: typing.Any = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        fit(log), then embed(log).
        """
    def partial_fit(self, log: typing.Any, y: typing.Any = None, sample_weight: typing.Any = None) -> ConvEncoder:
        """
        Learns more without forgetting.
        """
    def resume(self, log: limn._limn.EventLog, epochs: typing.SupportsInt | typing.SupportsIndex = 1, replay: typing.Any = None) -> typing.Any:
        """
        resume(self, log: limn._limn.EventLog, epochs: int = 1, replay: limn._limn.EventLog | None = None) -> limn._limn.encoder.ConvEncoder
        
        Turns over this log from where training stood; items that are new get vectors. replay: a log of earlier events, of which as many are read again, so that what was learned stays.
        """
    def score_items(self, log: limn._limn.EventLog) -> numpy.typing.NDArray[numpy.float32]:
        """
        How much each item is expected next, (n_users, n_items).
        """
    def set_weights(self, weights: dict[str, typing.Any]) -> typing.Any:
        """
        set_weights(self, weights: dict[str, typing.Any]) -> limn._limn.encoder.ConvEncoder
        
        Takes other numbers for the same names. Errors: ShapeError for a name that is missing, unknown or of another shape, DataError for numbers that are not finite; the object is then unchanged.
        """
    def start(self, history: typing.Any = None) -> limn._limn.State:
        """
        A user's state after a history: None, a list of item ids (oldest first), or an EventLog of one user.
        """
    def step(self, state: limn._limn.State, item: typing.Any, time: typing.Any = None, type: typing.Any = None, value: float | None = None) -> numpy.typing.NDArray[numpy.float32]:
        """
        Takes one event into the state without reading the earlier ones again; the embedding, (width,). Items unknown at fit change nothing. time: datetime, ISO text or UTC microseconds.
        """
    def to_onnx(self, path: typing.Any) -> typing.Any:
        """
        to_onnx(self, path: str | os.PathLike[str]) -> None
        
        Writes the encoder as an ONNX graph: inputs as batch() gives them, outputs embedding (batch, width) and scores (batch, n_items). Needs the package onnx: pip install 'limn[onnx]'.
        """
    def weights(self: limn._limn.Component) -> dict[str, typing.Any]:
        """
        weights(self) -> dict[str, numpy.typing.NDArray[numpy.float32]]
        
        What was learned, by name, as copies: "items" (n_items, width), "layers.0.out1", "final_norm" ...
        """
    @property
    def best_epoch_(self) -> typing.Any:
        """
        the turn that was kept (after fit)
        """
    @property
    def diverged_(self) -> bool:
        """
        (self) -> bool
        
        True: training ended before its time (after fit)
        """
    @property
    def history_(self) -> list[typing.Any]:
        """
        (self) -> list[dict[str, float]]
        
        loss, ndcg and hit of each turn (after fit)
        """
    @property
    def item_vectors_(self) -> typing.Any:
        """
        one vector an item, (n_items, width) (after fit)
        """
