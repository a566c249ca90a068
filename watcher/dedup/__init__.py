"""Which notice a page is a copy of, and what kind of copy.

May import: watcher.text, watcher.model, watcher.errors, numpy and rapidfuzz. Pure: the store keeps
the fingerprints and brings the candidates (docs/architecture.md, "Dedup"), this room only judges.
"""

from __future__ import annotations

from watcher.dedup.fingerprints import fingerprint
from watcher.dedup.matching import match

__all__ = ["fingerprint", "match"]
