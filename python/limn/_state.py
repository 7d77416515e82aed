# SPDX-License-Identifier: MIT
"""What pickle calls to make a state of an encoder anew: it needs a function it can name."""

from __future__ import annotations

from typing import Any

from limn._limn import State


def restore(numbers: tuple[Any, ...]) -> State:
    return State._load(numbers)
