# SPDX-License-Identifier: MIT
"""Encoders as PyTorch modules: train anywhere, serve in limn.

    module = limn.torch.EventEncoder.from_limn(encoder)   # the same weights, the same answers
    loss = module.loss(log)                               # mean -log p(next item)
    loss.backward()
    served = module.to_limn()                             # a fitted limn encoder again

Needs PyTorch (pip install 'limn[torch]'); without it this module can be imported, and says what is
missing when one of its classes is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._torch import ConvEncoder, EventEncoder, GruEncoder

__all__ = ["ConvEncoder", "EventEncoder", "GruEncoder"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ._reading import need

    need("torch", "torch", "torch")
    from . import _torch

    return getattr(_torch, name)


def __dir__() -> list[str]:
    return __all__
