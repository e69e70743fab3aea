"""Running commands as a user does: arguments in, exit code and two streams out."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
