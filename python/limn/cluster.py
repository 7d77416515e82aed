# SPDX-License-Identifier: MIT
"""cluster: which users are alike?"""

from ._limn import cluster as _room
from ._limn.cluster import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
