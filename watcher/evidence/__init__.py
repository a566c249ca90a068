"""The page archive: every page we acted on, byte for byte, in files that show any later change.

May import ``errors`` and ``model``; the only owner of warcio. No name or path from a page ever
reaches the file system.
"""

from watcher.evidence.archive import Archive
from watcher.evidence.audit import Fault

__all__ = ["Archive", "Fault"]
