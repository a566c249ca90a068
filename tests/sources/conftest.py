"""Makes ``source_tables`` of this folder importable: test modules stand alone (importlib mode)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
