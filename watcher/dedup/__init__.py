"""Which notice a page is a copy of, and what kind of copy.

May import: watcher.text, watcher.model, watcher.errors, numpy and rapidfuzz. Pure: the store keeps
the fingerprints and brings the candidates, this room only judges.
"""

from __future__ import annotations

from watcher.dedup.canon import Canon, PackedCanon
from watcher.dedup.fingerprints import comparable, fingerprint
from watcher.dedup.judging import whole_copies
from watcher.dedup.matching import Examined, examine, match
from watcher.dedup.view import Op, Stretch, lay_out

__all__ = [
    "Canon",
    "Examined",
    "Op",
    "PackedCanon",
    "Stretch",
    "comparable",
    "examine",
    "fingerprint",
    "lay_out",
    "match",
    "whole_copies",
]
