# SPDX-License-Identifier: MIT
"""impute: what belongs in the gap?"""

from ._limn import impute as _room
from ._limn.impute import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
