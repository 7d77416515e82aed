# SPDX-License-Identifier: MIT
"""Encoders as ONNX graphs: the numbers of `embed`, computed by any runtime."""

from __future__ import annotations

import json
import math
import os
from typing import Any

import numpy as np

from ._files import write_bytes
from ._reading import NO_TIME, need, require_encoder

_HOUR = 3_600_000_000
_TIME_BUCKETS = 32
_OPSET, _IR = 17, 8


class _Graph:
    """Nodes and constants as they are added; what stands for a value is its name."""

    def __init__(self) -> None:
        self.onnx = need("onnx", "onnx", "to_onnx")
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, value: Any, dtype: Any = None, name: str = "") -> str:
        array = np.asarray(value, dtype=dtype)
        known = name or f"c_{array.dtype.str[1:]}_{array.shape}_{array.tobytes().hex()}"
        name = known if len(known) < 60 else f"c_{len(self.constants)}"
        self.constants.setdefault(name, self.onnx.numpy_helper.from_array(array, name))
        return name

    def __call__(self, op: str, *inputs: str, **attributes: Any) -> str:
        out = f"{op}_{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(op, list(inputs), [out], **attributes))
        return out

    def split(self, x: str, sizes: list[int]) -> list[str]:
        names = [f"Split_{len(self.nodes)}_{i}" for i in range(len(sizes))]
        parts = self.constant(sizes, np.int64)
        self.nodes.append(self.onnx.helper.make_node("Split", [x, parts], names, axis=-1))
        return names

    def axes(self, op: str, x: str, *axes: int) -> str:
        return self(op, x, self.constant(axes, np.int64))

    def rename(self, x: str, name: str) -> None:
        self.nodes.append(self.onnx.helper.make_node("Identity", [x], [name]))


class _Writer:
    """The graph of one encoder, part by part, as limn/encoder/detail/network.hpp computes it."""

    def __init__(self, encoder: Any) -> None:
        self.kind = require_encoder(encoder, "to_onnx")
        self.weights = encoder.weights()
        self.reading = encoder._reading()
        self.options = encoder.get_params()
        self.width = self.options["width"]
        self.g = _Graph()

    def weight(self, name: str) -> str:
        return self.g.constant(self.weights[name], name=f"weights.{name}")

    def rms_norm(self, x: str, gain: str) -> str:
        g = self.g
        mean = g("ReduceMean", g("Mul", x, x), axes=[-1], keepdims=1)
        root = g("Sqrt", g("Add", mean, g.constant(1e-6, np.float32)))
        return g("Mul", g("Div", x, root), self.weight(gain))

    def vectors(self, table: str, codes: str) -> str:
        """The vector of each code; zeros for -1."""
        g, zero = self.g, self.g.constant(0, np.int64)
        known = g("Cast", g("GreaterOrEqual", codes, zero), to=g.onnx.TensorProto.FLOAT)
        found = g("Gather", self.weight(table), g("Max", codes, zero))
        return g("Mul", found, g.axes("Unsqueeze", known, -1))

    def time_bucket(self, gap: str) -> str:
        """floor(log2(1 + seconds)), 0 .. 31; 0 for gaps that are not positive."""
        g, double = self.g, self.g.onnx.TensorProto.DOUBLE
        seconds = g("Div", g("Max", gap, g.constant(0, np.int64)), g.constant(10**6, np.int64))
        power = g("Log", g("Add", g("Cast", seconds, to=double), g.constant(1.0, np.float64)))
        # A little more, since log2 of a power of two may come out a little less.
        power = g("Mul", power, g.constant(1 / math.log(2), np.float64))
        power = g("Floor", g("Add", power, g.constant(1e-11, np.float64)))
        whole = g("Cast", power, to=g.onnx.TensorProto.INT64)
        return g("Min", whole, g.constant(_TIME_BUCKETS - 1, np.int64))

    def known_time(self, times: str) -> str:
        return self.g("Greater", times, self.g.constant(NO_TIME, np.int64))

    def read(self, given: dict[str, str]) -> str:
        """The sum of the vectors of all that an event says."""
        g, none = self.g, self.g.constant(-1, np.int64)
        factor = g.constant(math.sqrt(self.width), np.float32)
        x = g("Mul", self.vectors("items", given["items"]), factor)
        if self.reading["types"]:
            x = g("Add", x, self.vectors("types", given["types"]))
        if self.reading["values"]:
            x = self.read_values(x, given["values"])
        times, hour = given.get("times_us", ""), g.constant(_HOUR, np.int64)
        if self.reading["calendar"]:
            known = self.known_time(times)
            for table, length, unit in (("hours", 24, 1), ("weekdays", 168, 24)):
                rest = g("Mod", times, g.constant(length * _HOUR, np.int64))
                code = g("Div", rest, g("Mul", hour, g.constant(unit, np.int64)))
                x = g("Add", x, self.vectors(table, g("Where", known, code, none)))
        if self.reading["gaps"] and self.kind != "attention":
            begin = g("Slice", times, *(g.constant([v], np.int64) for v in (0, -1, 1)))
            pads = g.constant([0, 1, 0, 0], np.int64)
            before = g("Pad", begin, pads, g.constant(NO_TIME, np.int64))
            both = g("And", self.known_time(times), self.known_time(before))
            bucket = self.time_bucket(g("Sub", times, before))
            x = g("Add", x, self.vectors("gaps", g("Where", both, bucket, none)))
        return x

    def read_values(self, x: str, values: str) -> str:
        g, edges = self.g, self.reading["value_edges"]
        largest = g.constant(np.finfo(np.float64).max, np.float64)
        finite = g("LessOrEqual", g("Abs", values), largest)
        values = g("Where", finite, values, g.constant(0.0, np.float64))
        bucket = g("Cast", values, to=g.onnx.TensorProto.INT64)
        bucket = g("Mul", bucket, g.constant(0, np.int64))
        if len(edges):
            column = g.axes("Unsqueeze", values, -1)
            above = g("GreaterOrEqual", column, g.constant(edges, np.float64))
            above = g("Cast", above, to=g.onnx.TensorProto.INT64)
            bucket = g("ReduceSum", above, g.constant([-1], np.int64), keepdims=0)
        none = g.constant(-1, np.int64)
        x = g("Add", x, self.vectors("values", g("Where", finite, bucket, none)))
        one = g.constant(1.0, np.float64)
        squeezed = g("Mul", g("Sign", values), g("Log", g("Add", g("Abs", values), one)))
        amount = g("Sub", squeezed, g.constant(self.reading["value_mean"], np.float64))
        amount = g("Mul", amount, g.constant(self.reading["value_factor"], np.float64))
        amount = g("Clip", amount, *(g.constant(v, np.float64) for v in (-4.0, 4.0)))
        amount = g("Where", finite, amount, g.constant(0.0, np.float64))
        amount = g.axes("Unsqueeze", g("Cast", amount, to=g.onnx.TensorProto.FLOAT), -1)
        return g("Add", x, g("Mul", amount, self.weight("amount")))

    def attention_bias(self, given: dict[str, str], length: str) -> tuple[str, str, str]:
        """What the layers share: allowed (n, n), rows of the position bias (n, n), time buckets."""
        g, longest = self.g, self.options["max_length"]
        zero, one = g.constant(0, np.int64), g.constant(1, np.int64)
        order = g("Range", zero, length, one)
        distance = g("Sub", g.axes("Unsqueeze", order, 1), g.axes("Unsqueeze", order, 0))
        inside = g("Less", distance, g.constant(longest, np.int64))
        allowed = g("And", g("GreaterOrEqual", distance, zero), inside)
        row = g("Sub", g.constant(longest - 1, np.int64), distance)
        row = g("Min", g("Max", row, zero), g.constant(longest - 1, np.int64))
        if not self.reading["gaps"]:
            return allowed, row, ""
        times = given["times_us"]
        known = self.known_time(times)
        both = g("And", g.axes("Unsqueeze", known, 2), g.axes("Unsqueeze", known, 1))
        gap = g("Sub", g.axes("Unsqueeze", times, 2), g.axes("Unsqueeze", times, 1))
        unknown = g.constant(_TIME_BUCKETS, np.int64)
        return allowed, row, g("Where", both, self.time_bucket(gap), unknown)

    def gated_block(self, layer: str, x: str, bias: tuple[str, str, str]) -> str:
        g, d, heads = self.g, self.width, self.options["heads"]
        allowed, row, buckets = bias
        normed = self.rms_norm(x, layer + "norm1")
        q, k, v, gate = g.split(g("MatMul", normed, self.weight(layer + "project1")), [d] * 4)
        split = g.constant([0, 0, heads, d // heads], np.int64)
        q, k, v = (g("Reshape", part, split) for part in (q, k, v))
        q = g("Mul", q, g.constant(1 / math.sqrt(d // heads), np.float32))
        q, v = (g("Transpose", part, perm=[0, 2, 1, 3]) for part in (q, v))
        scores = g("MatMul", q, g("Transpose", k, perm=[0, 2, 3, 1]))
        scores = g("Add", scores, g("Gather", self.weight(layer + "position"), row, axis=1))
        if buckets:
            table = np.pad(self.weights[layer + "time"], ((0, 0), (0, 1)))
            time = g("Gather", g.constant(table, name=f"weights.{layer}time"), buckets, axis=1)
            scores = g("Add", scores, g("Transpose", time, perm=[1, 0, 2, 3]))
        scores = g("Where", allowed, scores, g.constant(-np.inf, np.float32))
        mixed = g("MatMul", g("Softmax", scores, axis=-1), v)
        mixed = g("Transpose", mixed, perm=[0, 2, 1, 3])
        mixed = g("Reshape", mixed, g.constant([0, 0, d], np.int64))
        branch = g("MatMul", mixed, self.weight(layer + "out1"))
        x = g("Add", x, g("Mul", g("Sigmoid", gate), branch))
        hidden = self.options["feed_forward"] * d
        normed = self.rms_norm(x, layer + "norm2")
        parts = g("MatMul", normed, self.weight(layer + "project2"))
        silu, linear, gate = g.split(parts, [hidden, hidden, d])
        active = g("Mul", g("Mul", silu, g("Sigmoid", silu)), linear)
        branch = g("MatMul", active, self.weight(layer + "out2"))
        return g("Add", x, g("Mul", g("Sigmoid", gate), branch))

    def gru_block(self, layer: str, x: str) -> str:
        g, d = self.g, self.width

        def in_order(name: str, axis: int) -> Any:  # ONNX: update | reset | new
            reset, update, fresh = np.split(self.weights[layer + name], 3, axis=axis)
            return np.concatenate([update, reset, fresh], axis=axis)

        w, r = (
            g.constant(in_order(n, 1).T[None], name=f"weights.{layer}{n}")
            for n in ("input", "past")
        )
        both = [in_order(n, 0) for n in ("input_bias", "past_bias")]
        b = g.constant(np.concatenate(both)[None], name=f"weights.{layer}bias")
        first = g("Transpose", self.rms_norm(x, layer + "norm"), perm=[1, 0, 2])
        states = g("GRU", first, w, r, b, hidden_size=d, linear_before_reset=1)
        states = g("Transpose", g.axes("Squeeze", states, 1), perm=[1, 0, 2])
        return g("Add", x, g("MatMul", states, self.weight(layer + "out")))

    def convolution_block(self, layer: str, x: str, depth: int, length: str) -> str:
        g, d = self.g, self.width
        normed, taps = self.rms_norm(x, layer + "norm"), []
        end = g.axes("Unsqueeze", length, 0)
        begin, axis = g.constant([0], np.int64), g.constant([1], np.int64)
        for j in range(self.options["kernel"]):
            pads = g.constant([0, j * 2 ** min(depth, 10), 0, 0, 0, 0], np.int64)
            taps.append(g("Slice", g("Pad", normed, pads), begin, end, axis))
        parts = g("MatMul", g("Concat", *taps, axis=-1), self.weight(layer + "taps"))
        silu, linear = g.split(g("Add", parts, self.weight(layer + "bias")), [d, d])
        active = g("Mul", g("Mul", silu, g("Sigmoid", silu)), linear)
        return g("Add", x, g("MatMul", active, self.weight(layer + "out")))

    def last_states(self, x: str, items: str) -> str:
        """(batch, width) after the last event; zeros without one."""
        g, float32 = self.g, self.g.onnx.TensorProto.FLOAT
        known = g("GreaterOrEqual", items, g.constant(0, np.int64))
        count = g("Cast", known, to=g.onnx.TensorProto.INT64)
        count = g("ReduceSum", count, g.constant([1], np.int64), keepdims=1)
        at = g("Max", g("Sub", count, g.constant(1, np.int64)), g.constant(0, np.int64))
        last = g("GatherND", x, at, batch_dims=1)
        some = g("Cast", g("Greater", count, g.constant(0, np.int64)), to=float32)
        return g("Mul", last, some)

    def run(self, given: dict[str, str]) -> None:
        g = self.g
        shape = g("Shape", given["items"])
        length = g("Gather", shape, g.constant(1, np.int64))
        full = {"items": given["items"]}
        for name in given.keys() - {"items"}:
            full[name] = g("Expand", given[name], shape)
        x = self.read(full)
        bias = self.attention_bias(full, length) if self.kind == "attention" else ("", "", "")
        for depth in range(self.options["layers"]):
            layer = f"layers.{depth}."
            if self.kind == "attention":
                x = self.gated_block(layer, x, bias)
            elif self.kind == "gru":
                x = self.gru_block(layer, x)
            else:
                x = self.convolution_block(layer, x, depth, length)
        last = self.last_states(self.rms_norm(x, "final_norm"), full["items"])
        g.rename(last, "embedding")
        g.rename(g("MatMul", last, g("Transpose", self.weight("items"), perm=[1, 0])), "scores")

    def model(self, component: str) -> Any:
        from . import __version__

        g, tensor = self.g, self.g.onnx.helper.make_tensor_value_info
        inputs: dict[str, tuple[Any, Any]] = {"items": (np.int64, None)}
        if self.reading["types"]:
            inputs["types"] = (np.int64, -1)
        if self.reading["values"]:
            inputs["values"] = (np.float64, np.nan)
        if self.reading["calendar"] or self.reading["gaps"]:
            inputs["times_us"] = (np.int64, NO_TIME)
        kinds = {np.int64: g.onnx.TensorProto.INT64, np.float64: g.onnx.TensorProto.DOUBLE}
        for name, (dtype, blank) in inputs.items():  # an input left out: nothing is known
            if blank is not None:
                g.constant(np.full((1, 1), blank, dtype), name=name)
        self.run({name: name for name in inputs})
        used = {name for node in g.nodes for name in node.input}
        graph = g.onnx.helper.make_graph(
            g.nodes,
            "encoder",
            [tensor(n, kinds[dtype], ["batch", "length"]) for n, (dtype, _) in inputs.items()],
            [
                tensor("embedding", g.onnx.TensorProto.FLOAT, ["batch", self.width]),
                tensor("scores", g.onnx.TensorProto.FLOAT, ["batch", len(self.weights["items"])]),
            ],
            initializer=[value for name, value in g.constants.items() if name in used],
        )
        model = g.onnx.helper.make_model(
            graph,
            producer_name="limn",
            producer_version=__version__,
            opset_imports=[g.onnx.helper.make_opsetid("", _OPSET)],
            ir_version=_IR,
        )
        ids = {name: self.reading[f"{name[:-1]}_ids"].tolist() for name in ("items", "types")}
        g.onnx.helper.set_model_props(
            model,
            {"limn.component": component, **{f"limn.{k}": json.dumps(v) for k, v in ids.items()}},
        )
        return model


def write(encoder: Any, path: str | os.PathLike[str]) -> None:
    """Writes an encoder as an ONNX graph, all or nothing.

    Errors: ParamError without the package onnx; NotFittedError; IoError."""
    write_bytes(path, _Writer(encoder).model(encoder.component).SerializeToString())
