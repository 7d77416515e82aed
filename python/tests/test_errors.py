# SPDX-License-Identifier: MIT
"""The error family as Python sees it."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import limn


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        (limn.ParamError, (ValueError, TypeError)),
        (limn.ShapeError, (ValueError,)),
        (limn.DataError, (ValueError,)),
        (limn.NotFittedError, (ValueError, AttributeError)),
        (limn.FormatError, (ValueError,)),
        (limn.IoError, (OSError,)),
        (limn.CancelledError, (RuntimeError,)),
        (limn.LimitError, (MemoryError,)),
    ],
)
def test_family(kind: type, bases: tuple[type, ...]) -> None:
    assert issubclass(kind, limn.Error)
    for base in bases:
        assert issubclass(kind, base)


def test_what_an_error_says() -> None:
    with pytest.raises(limn.ParamError) as caught:
        limn.impute.Knn(n_neighbours=3)
    error = caught.value
    assert error.component == "impute.knn"
    assert "n_neighbors" in str(error)
    assert error.code == "LIMN-E011"
    assert error.place and error.fix
    twin = pickle.loads(pickle.dumps(error))
    assert str(twin) == str(error)
    assert twin.code == error.code


def test_both_numbers_of_a_wrong_width() -> None:
    model = limn.impute.Median().fit(np.zeros((3, 4)))
    with pytest.raises(limn.ShapeError, match=r"5.*4"):
        model.transform(np.zeros((3, 5)))


def test_threads() -> None:
    before = limn.get_threads()
    with pytest.raises(limn.ParamError):
        limn.set_threads(-1)
    assert limn.get_threads() == before
