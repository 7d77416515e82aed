# SPDX-License-Identifier: MIT
"""Encoders elsewhere: weights by name, PyTorch modules, ONNX graphs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import limn

KINDS = ["EventEncoder", "GruEncoder", "ConvEncoder"]


def shop(n_users: int = 30, n_items: int = 9, length: int = 20) -> limn.EventLog:
    """Histories of different lengths, types, missing values, and pairs of equal times."""
    user = np.repeat(np.arange(n_users), length)
    order = np.tile(np.arange(length), n_users)
    value = ((user * order) % 17).astype(float)
    value[::5] = np.nan
    rows = order < 3 + user % length
    columns = {
        "user": user,
        "item": np.char.add("i", ((user * 7 + order * (1 + user % 2)) % n_items).astype(str)),
        "time": np.datetime64("2024-01-01", "s") + order // 2 * 5000 * 2 ** (user % 12),
        "type": np.array(["view", "cart", "buy"])[(user + order) % 3],
        "value": value,
    }
    names = {name: name for name in columns}
    return limn.EventLog.from_table({k: v[rows] for k, v in columns.items()}, **names)


def ordered() -> limn.EventLog:
    columns = shop().to_table()
    table = {k: columns[k] for k in ("user", "item")}
    table["time"] = np.arange(len(table["user"]))
    return limn.EventLog.from_table(table, user="user", item="item", time="time", time_unit="order")


def fitted(kind: str, log: limn.EventLog, **more: Any) -> Any:
    options = {"width": 16, "layers": 2, "max_length": 8, "epochs": 2, "dropout": 0.0, **more}
    if kind == "EventEncoder":
        options["heads"] = 2
    return getattr(limn.encoder, kind)(**options).fit(log)


CASES = {
    "all": (shop, {}),
    "order only": (ordered, {}),
    "no gaps": (shop, {"time_bias": False}),
    "no calendar, no values": (shop, {"calendar": False, "values": False}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_weights_go_out_and_in(kind: str) -> None:
    log = shop()
    encoder, other = fitted(kind, log), fitted(kind, log, random_state=7)
    weights = encoder.weights()
    assert weights["items"].shape == (9, 16)
    assert all(w.dtype == np.float32 for w in weights.values())
    assert other != encoder
    before = other.embed(log)
    assert (other.set_weights(weights).embed(log) == encoder.embed(log)).all()
    assert (before != encoder.embed(log)).any()


def test_weights_that_do_not_fit_are_refused() -> None:
    log = shop()
    encoder = fitted("EventEncoder", log)
    vectors, weights = encoder.embed(log), encoder.weights()
    for change, error in [
        ({"items": weights["items"][:-1]}, limn.ShapeError),
        ({"items": weights["items"].T}, limn.ShapeError),
        ({"something": np.zeros(3)}, limn.ShapeError),
        ({"items": np.full((9, 16), np.nan)}, limn.DataError),
        ({"items": "text"}, limn.DataError),
    ]:
        with pytest.raises(error, match="weights"):
            encoder.set_weights({**weights, **change})
    with pytest.raises(limn.ShapeError, match="final_norm"):
        encoder.set_weights({k: v for k, v in weights.items() if k != "final_norm"})
    assert (encoder.embed(log) == vectors).all()
    with pytest.raises(limn.NotFittedError):
        limn.encoder.EventEncoder().weights()


def test_a_batch_holds_what_is_known_of_each_user() -> None:
    log = shop()
    encoder = fitted("EventEncoder", log)
    batch = encoder.batch(log)
    assert set(batch) == {"items", "types", "values", "times_us"}
    # As many events as an embedding depends on, and one before: 2 * 7 + 1 + 1.
    assert batch["items"].shape == (30, 16)
    table = log.to_table()
    first = table["user"] == 0
    assert (np.array(log.items)[batch["items"][0][:3]] == table["item"][first][:3]).all()
    assert (batch["items"][0][3:] == -1).all()
    assert set(encoder._reading()) >= {"item_ids", "type_ids", "reach"}
    assert set(fitted("GruEncoder", ordered()).batch(ordered())) == {"items"}
    assert fitted("GruEncoder", log).batch(log)["items"].shape == (30, 20)


def test_without_torch_or_onnx_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import limn.torch

    encoder = fitted("EventEncoder", ordered())
    for missing in ("torch", "limn._torch", "onnx"):
        monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(limn.ParamError, match=r"pip install 'limn\[torch\]'"):
        limn.torch.EventEncoder.from_limn(encoder)
    with pytest.raises(limn.ParamError, match=r"pip install 'limn\[onnx\]'"):
        encoder.to_onnx(tmp_path / "encoder.onnx")
    assert not list(tmp_path.iterdir())
    with pytest.raises(AttributeError):
        limn.torch.Nothing  # noqa: B018


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_torch_gives_the_same_vectors_and_takes_them_back(kind: str, case: str) -> None:
    torch = pytest.importorskip("torch")
    import limn.torch

    make, options = CASES[case]
    log = make()
    encoder = fitted(kind, log, **options)
    module = getattr(limn.torch, kind).from_limn(encoder)
    assert isinstance(module, torch.nn.Module)
    assert set(module.state_dict()) == set(encoder.weights())
    np.testing.assert_allclose(module.embed(log).numpy(), encoder.embed(log), atol=1e-5)
    np.testing.assert_allclose(module(log).detach().numpy(), encoder.embed(log), atol=1e-5)
    assert module.to_limn() == encoder  # every bit, the optimizer's state as well
    stranger = shop(3, 14)
    np.testing.assert_allclose(module.embed(stranger), encoder.embed(stranger), atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_torch_gradients_train_as_limn_does(kind: str) -> None:
    """The oracle of the backward passes: ten steps of Adam in limn and in torch."""
    torch = pytest.importorskip("torch")
    import limn.torch

    log = shop(20, 9, 7)
    options = {"learning_rate": 0.02, "batch_tokens": 100_000, "clip_norm": 0.0, "epochs": 1}
    encoder = fitted(kind, log, **options)
    weights = encoder.weights()
    weights["items"] = weights["items"] * np.float32(1.5)  # a changed number: a fresh optimizer
    encoder.set_weights(weights)
    module = getattr(limn.torch, kind).from_limn(encoder).train()
    adam = torch.optim.Adam(module.parameters(), lr=0.02 * 0.1, betas=(0.9, 0.98))
    for _ in range(10):
        adam.zero_grad()
        module.loss(log).backward()
        adam.step()
        encoder.partial_fit(log)
    for name, ours in encoder.weights().items():
        theirs = module.state_dict()[name].numpy()
        assert np.abs(theirs - weights[name]).max() > 1e-3
        np.testing.assert_allclose(ours, theirs, atol=2e-4, err_msg=name)
    served = module.to_limn()
    np.testing.assert_allclose(served.embed(log), module.embed(log), atol=1e-5)
    assert served.partial_fit(log).embed(log).shape == (20, 16)


def test_torch_refuses_what_it_cannot_hold() -> None:
    torch = pytest.importorskip("torch")
    import limn.torch

    encoder = fitted("EventEncoder", ordered())
    with pytest.raises(limn.ParamError, match="GruEncoder"):
        limn.torch.GruEncoder.from_limn(encoder)
    with pytest.raises(limn.DataError, match="encoder"):
        limn.torch.EventEncoder.from_limn(limn.cluster.KMeans())
    with pytest.raises(limn.NotFittedError):
        limn.torch.EventEncoder.from_limn(limn.encoder.EventEncoder())
    module = limn.torch.EventEncoder.from_limn(encoder)
    module.final_norm = torch.nn.Parameter(torch.ones(15))
    with pytest.raises(limn.ShapeError, match="final_norm"):
        module.to_limn()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_onnx_gives_the_same_vectors(kind: str, case: str, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    make, options = CASES[case]
    log = make()
    encoder = fitted(kind, log, **options)
    path = tmp_path / "encoder.onnx"
    encoder.to_onnx(path)
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    for given in (log, shop(3, 14), log.only_users([int(log.users[4])])):
        batch = encoder.batch(given)
        vectors, scores = session.run(["embedding", "scores"], batch)
        np.testing.assert_allclose(vectors, encoder.embed(given), atol=1e-5)
        np.testing.assert_allclose(scores, encoder.score_items(given), atol=1e-4)
    # What is left out counts as missing.
    only = {"items": encoder.batch(ordered())["items"]}
    np.testing.assert_allclose(session.run(None, only)[0], encoder.embed(ordered()), atol=1e-5)


def test_an_onnx_file_says_what_its_codes_mean(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    import json

    encoder = fitted("EventEncoder", shop())
    encoder.to_onnx(tmp_path / "encoder.onnx")
    said = {p.key: p.value for p in onnx.load(tmp_path / "encoder.onnx").metadata_props}
    assert said["limn.component"] == "encoder.event_encoder"
    assert json.loads(said["limn.items"]) == list(shop().items)
    assert json.loads(said["limn.types"]) == ["view", "cart", "buy"]
    with pytest.raises(limn.NotFittedError):
        limn.encoder.EventEncoder().to_onnx(tmp_path / "none.onnx")
    with pytest.raises(limn.IoError):
        encoder.to_onnx(tmp_path / "no folder" / "encoder.onnx")
