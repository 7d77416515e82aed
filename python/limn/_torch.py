# SPDX-License-Identifier: MIT
"""The networks of limn.encoder in PyTorch: same names and shapes of weights, same numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ._estimator import rebuild
from ._reading import NO_TIME, require_encoder
from .errors import ParamError, make

_HOUR = 3_600_000_000
_TIME_BUCKETS = 32


def _rms_norm(x: Tensor, gain: Tensor) -> Tensor:
    return gain * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)


def _time_bucket(gap_us: Tensor) -> Tensor:
    """floor(log2(1 + seconds)), 0 .. 31; 0 for gaps that are not positive."""
    seconds = torch.clamp(gap_us, min=0) // 1_000_000
    # A little more, since log2 of a power of two may come out a little less.
    power = torch.log2(1.0 + seconds.double()) + 1e-11
    return torch.clamp(power.floor().long(), max=_TIME_BUCKETS - 1)


def _add_vectors(x: Tensor, table: Tensor, codes: Tensor) -> Tensor:
    """Adds the vector of each code; -1 adds nothing."""
    return x + functional.embedding(codes.clamp(min=0), table) * (codes >= 0).unsqueeze(-1)


class _Layer(nn.Module):
    """Weights by the names limn gives them."""

    def __init__(self, weights: dict[str, Tensor], options: dict[str, Any], depth: int) -> None:
        super().__init__()
        self.options, self.depth = options, depth
        for name, value in weights.items():
            self.register_parameter(name, nn.Parameter(value))

    def drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.options["dropout"], self.training)


class _GatedBlock(_Layer):
    """x + sigmoid(gate) * branch, for attention and for a SwiGLU; pre-norm."""

    def forward(self, x: Tensor, gaps: Tensor | None) -> Tensor:
        n_users, n, d = x.shape
        heads, longest = self.options["heads"], self.options["max_length"]
        q, k, v, gate = (_rms_norm(x, self.norm1) @ self.project1).split(d, dim=-1)
        q, k, v = (t.view(n_users, n, heads, d // heads).transpose(1, 2) for t in (q, k, v))
        scores = (q / math.sqrt(d // heads)) @ k.transpose(-1, -2)
        order = torch.arange(n, device=x.device)
        distance = order[:, None] - order
        scores = scores + self.position[:, (longest - 1 - distance).clamp(0, longest - 1)]
        if gaps is not None:
            scores = scores + self.time[:, gaps.clamp(min=0)].movedim(0, 1) * (gaps >= 0)[:, None]
        scores = scores.masked_fill((distance < 0) | (distance >= longest), -math.inf)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(n_users, n, d)
        x = x + gate.sigmoid() * self.drop(mixed @ self.out1)
        hidden = self.options["feed_forward"] * d
        parts = _rms_norm(x, self.norm2) @ self.project2
        silu, linear, gate = parts.split([hidden, hidden, d], dim=-1)
        return x + gate.sigmoid() * self.drop((functional.silu(silu) * linear) @ self.out2)


class _GruBlock(_Layer):
    """x + h Wo, where h is a gated recurrent unit over norm(x)."""

    def forward(self, x: Tensor, gaps: Tensor | None) -> Tensor:
        normed, d = _rms_norm(x, self.norm), x.shape[-1]
        gates = normed @ self.input + self.input_bias
        h, states = x.new_zeros(x.shape[0], d), []
        for t in range(x.shape[1]):
            past = h @ self.past + self.past_bias
            reset, update = (gates[:, t, : 2 * d] + past[:, : 2 * d]).sigmoid().split(d, dim=-1)
            fresh = torch.tanh(gates[:, t, 2 * d :] + reset * past[:, 2 * d :])
            h = fresh + update * (h - fresh)
            states.append(h)
        return x + self.drop(torch.stack(states, 1) @ self.out)


class _ConvolutionBlock(_Layer):
    """x + swiglu(causal convolution with holes of norm(x)) Wo."""

    def forward(self, x: Tensor, gaps: Tensor | None) -> Tensor:
        kernel, n, d = self.options["kernel"], x.shape[1], x.shape[2]
        hole = 2 ** min(self.depth, 10)
        normed = functional.pad(_rms_norm(x, self.norm), (0, 0, (kernel - 1) * hole, 0))
        # The first tap is the event itself, the next ones lie further and further back.
        taps = [normed[:, (kernel - 1 - j) * hole :][:, :n] for j in range(kernel)]
        silu, linear = (torch.cat(taps, -1) @ self.taps + self.bias).split(d, dim=-1)
        return x + self.drop((functional.silu(silu) * linear) @ self.out)


class _Encoder(nn.Module):
    """What the modules share; see EventEncoder, GruEncoder and ConvEncoder."""

    _kind: str
    _layer: type[_Layer]

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        kind = require_encoder(encoder, "torch")
        if kind != self._kind:
            raise make(
                ParamError,
                "LIMN-E014",
                "torch",
                "encoder",
                f"a {type(encoder).__name__}",
                f"a {type(self).__name__}",
                f"use limn.torch.{type(encoder).__name__}",
            )
        weights = {name: torch.from_numpy(w) for name, w in encoder.weights().items()}
        self.options = encoder.get_params()
        self.reading = encoder._reading()
        self._source = (type(encoder), self.options, encoder._dump())
        for name, value in weights.items():
            if "." not in name:
                self.register_parameter(name, nn.Parameter(value))
        self.layers = nn.ModuleList()
        for depth in range(self.options["layers"]):
            prefix = f"layers.{depth}."
            of_layer = {k[len(prefix) :]: v for k, v in weights.items() if k.startswith(prefix)}
            self.layers.append(self._layer(of_layer, self.options, depth))

    @classmethod
    def from_limn(cls, encoder: Any) -> Any:
        """The network of a fitted encoder with its weights, in evaluation mode.

        Errors: NotFittedError; DataError for something else than an encoder; ParamError for an
        encoder of another kind."""
        return cls(encoder).eval()

    def to_limn(self) -> Any:
        """A fitted encoder of limn with the weights as they are now.

        Errors: ShapeError when their shapes were changed, DataError when some are not finite."""
        encoder = rebuild(*self._source)
        weights = {k: v.detach().cpu().float().numpy() for k, v in self.state_dict().items()}
        return encoder.set_weights(weights)

    def batch(self, log: Any) -> dict[str, Tensor]:
        """A log as tensors, one row a user: what the other methods take as well as a log."""
        encoder = self._reader()
        device = self.items.device
        return {k: torch.from_numpy(v).to(device) for k, v in encoder.batch(log).items()}

    def states(self, events: Any) -> Tensor:
        """(users, events, width): where the network stands after each event."""
        given = events if isinstance(events, dict) else self.batch(events)
        x = self._read(given)
        gaps = self._gaps(given)
        for layer in self.layers:
            x = layer(x, gaps)
        return _rms_norm(x, self.final_norm)

    def forward(self, events: Any) -> Tensor:
        """(users, width): the vector of each user; zeros without a known event."""
        given = events if isinstance(events, dict) else self.batch(events)
        items = given["items"]
        if items.shape[1] == 0:
            return self.items.new_zeros(items.shape[0], self.items.shape[1])
        lengths = (items >= 0).sum(1)
        states = self.states(given)
        last = states[torch.arange(len(items), device=items.device), (lengths - 1).clamp(min=0)]
        return last * (lengths > 0).unsqueeze(-1)

    @torch.no_grad()
    def embed(self, log: Any, batch_size: int = 256) -> Tensor:
        """(n_users, width) as the encoder's own embed gives it, without gradients or dropout."""
        training = self.training
        self.eval()
        given = log if isinstance(log, dict) else self.batch(log)
        lengths = (given["items"] >= 0).sum(1)
        out = self.items.new_zeros(len(lengths), self.items.shape[1])
        for rows in lengths.argsort().split(batch_size):  # users of like length side by side
            longest = int(lengths[rows].max()) if len(rows) else 0
            out[rows] = self({k: v[rows, :longest] for k, v in given.items()})
        self.train(training)
        return out

    def scores(self, states: Tensor) -> Tensor:
        """How much each item is expected next, (..., n_items)."""
        return states @ self.items.T

    def loss(self, events: Any) -> Tensor:
        """Mean over events of -log p(next item), soft-max over all items."""
        given = events if isinstance(events, dict) else self.batch(events)
        targets = given["items"][:, 1:]
        known = targets >= 0
        states = self.states({k: v[:, :-1] for k, v in given.items()})
        return functional.cross_entropy(self.scores(states[known]), targets[known])

    def _reader(self) -> Any:
        if not hasattr(self, "_encoder"):
            self._encoder = rebuild(*self._source)
        return self._encoder

    def _read(self, given: dict[str, Tensor]) -> Tensor:
        """The sum of the vectors of all that an event says."""
        width = self.items.shape[1]
        blank = self.items.new_zeros(*given["items"].shape, width)
        x = _add_vectors(blank, self.items, given["items"]) * math.sqrt(width)
        if self.reading["types"]:
            x = _add_vectors(x, self.types, given["types"])
        if self.reading["values"]:
            x = self._read_values(x, given["values"])
        if self.reading["calendar"]:
            times = given["times_us"]
            known = times != NO_TIME
            hour = torch.where(known, times % (24 * _HOUR) // _HOUR, -1)
            day = torch.where(known, times % (168 * _HOUR) // (24 * _HOUR), -1)
            x = _add_vectors(_add_vectors(x, self.hours, hour), self.weekdays, day)
        if self.reading["gaps"] and self._kind != "attention":
            times = given["times_us"]
            before = functional.pad(times[:, :-1], (1, 0), value=int(NO_TIME))
            known = (times != NO_TIME) & (before != NO_TIME)
            x = _add_vectors(x, self.gaps, torch.where(known, _time_bucket(times - before), -1))
        return functional.dropout(x, self.options["dropout"], self.training)

    def _read_values(self, x: Tensor, values: Tensor) -> Tensor:
        edges = torch.from_numpy(np.asarray(self.reading["value_edges"])).to(values.device)
        finite = values.isfinite()
        values = torch.where(finite, values, 0.0)
        x = _add_vectors(
            x, self.values, torch.where(finite, torch.bucketize(values, edges, right=True), -1)
        )
        squeezed = values.sign() * torch.log1p(values.abs())
        amount = (squeezed - self.reading["value_mean"]) * self.reading["value_factor"]
        amount = torch.where(finite, amount.clamp(-4, 4), 0.0).to(x.dtype)
        return x + amount.unsqueeze(-1) * self.amount

    def _gaps(self, given: dict[str, Tensor]) -> Tensor | None:
        """Buckets of the times between any two events of a user, -1 where one is not known."""
        if not self.reading["gaps"] or self._kind != "attention":
            return None
        times = given["times_us"]
        known = times != NO_TIME
        gaps = _time_bucket(times[:, :, None] - times[:, None, :])
        return torch.where(known[:, :, None] & known[:, None, :], gaps, -1)


class EventEncoder(_Encoder):
    """limn.encoder.EventEncoder as a torch.nn.Module; `state_dict` has the names of `weights()`."""

    _kind, _layer = "attention", _GatedBlock


class GruEncoder(_Encoder):
    """limn.encoder.GruEncoder as a torch.nn.Module; `state_dict` has the names of `weights()`."""

    _kind, _layer = "gru", _GruBlock


class ConvEncoder(_Encoder):
    """limn.encoder.ConvEncoder as a torch.nn.Module; `state_dict` has the names of `weights()`."""

    _kind, _layer = "convolution", _ConvolutionBlock
