# SPDX-License-Identifier: MIT
"""Numbers of the caller's as an array of one type."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import DataError, make


def numbers(values: Any, dtype: type, component: str, place: str) -> NDArray[Any]:
    """Errors: DataError, for numpy's own message and what caused it show the value."""
    try:
        return np.asarray(values, dtype=dtype)
    except (TypeError, ValueError):
        pass
    raise make(
        DataError,
        "LIMN-E033",
        component,
        f"argument '{place}'",
        f"an object of type {type(values).__name__} that does not hold numbers alone",
        "numbers",
        "convert it to numbers first",
    )
