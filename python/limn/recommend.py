# SPDX-License-Identifier: MIT
"""recommend: what to offer?"""

from ._limn import recommend as _room
from ._limn.recommend import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
