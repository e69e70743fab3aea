"""Lets the tests of this folder import its own modules, and the supplier on this machine of tests/sources."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sources")]
