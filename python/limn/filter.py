# SPDX-License-Identifier: MIT
"""filter: which rows, cells or events are noise?"""

from ._limn import filter as _room
from ._limn.filter import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
