# SPDX-License-Identifier: MIT
"""python -m limn: the command line."""

import sys

from .cli import main

sys.exit(main())
