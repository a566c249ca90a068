"""What changed between two texts: clauses first, then characters inside them, then a summary.

May import: watcher.text, watcher.model, watcher.errors and rapidfuzz. Pure: the same two texts
always give the same diff.
"""

from watcher.diff.applying import apply
from watcher.diff.comparing import compare

__all__ = ["apply", "compare"]
