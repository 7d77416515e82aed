# SPDX-License-Identifier: MIT
"""outlier: who does not fit, and by how much?"""

from ._limn import outlier as _room
from ._limn.outlier import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = _adopt(__name__, _room)
