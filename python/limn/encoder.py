# SPDX-License-Identifier: MIT
"""encoder: what does a sequence of events mean?"""

from ._label_head import LabelHead
from ._limn import encoder as _room
from ._limn.encoder import *  # noqa: F403
from ._rooms import adopt as _adopt

__all__ = [*_adopt(__name__, _room), "LabelHead"]
