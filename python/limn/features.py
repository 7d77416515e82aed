# SPDX-License-Identifier: MIT
"""features: what does a history say, in numbers?"""

from ._limn import features as _room
from ._limn.features import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
