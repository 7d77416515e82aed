# SPDX-License-Identifier: MIT
"""coldstart: and if we hardly know them?"""

from ._limn import coldstart as _room
from ._limn.coldstart import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
