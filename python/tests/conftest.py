# SPDX-License-Identifier: MIT
"""Small inputs shared by the tests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import limn


@pytest.fixture(scope="session")
def shop() -> tuple[dict[str, Any], dict[str, Any]]:
    return limn.data.make_shop(n_users=150, random_state=1)


@pytest.fixture(scope="session")
def log(shop: tuple[dict[str, Any], dict[str, Any]]) -> limn.EventLog:
    return limn.EventLog.from_table(
        shop[0], user="user", item="item", time="time", type="type", value="price"
    )


@pytest.fixture()
def rng() -> np.random.Generator:
    return np.random.default_rng(0)
