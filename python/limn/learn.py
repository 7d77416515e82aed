# SPDX-License-Identifier: MIT
"""learn: building blocks that several rooms share."""

from ._limn import learn as _room
from ._limn.learn import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
