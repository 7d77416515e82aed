# SPDX-License-Identifier: MIT
"""data: logs cut into learning and judging parts, and a shop to try things on."""

from __future__ import annotations

from ._limn.data import leave_one_out, summary, time_split, user_folds, user_holdout
from ._shop import make_shop

__all__ = ["leave_one_out", "make_shop", "summary", "time_split", "user_folds", "user_holdout"]
