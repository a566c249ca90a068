"""Hashes of every run of six code points, and the sample of them that is indexed.

Sampling by hash value (keep what lies under a threshold) keeps the same shingles of a passage
wherever it stands, so an excerpt or a copy inside a long page shares its part of the sample.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from watcher.dedup.canon import Codes

Hashes = NDArray[np.uint64]

WIDTH = 6
"""Code points a shingle: short enough to survive a lost character here and there, yet rare."""
RATE = 16
"""One shingle in RATE is indexed..."""
RATE_SHORT = 4
SHORT = 400
"""...but one in RATE_SHORT of documents up to SHORT code points, which have few to lose..."""
MOST = 400
"""...and never more than MOST a document: longer ones keep their smallest hashes."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_BASE2 = np.uint64(pow(0x9E3779B97F4A7C15, 2, 2**64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)
_ONE = np.uint64(1)


def shingle_hashes(codes: Codes) -> Hashes:
    """Return the 63-bit hash of each run of WIDTH code points, in order."""
    if len(codes) < WIDTH:
        return np.empty(0, dtype=np.uint64)
    single = codes.astype(np.uint64)
    pair = single[:-1] * _BASE + single[1:]
    four = pair[:-2] * _BASE2 + pair[2:]
    mixed = four[:-2] * _BASE2 + pair[4:]
    mixed ^= mixed >> _SHIFT
    mixed *= _MIX
    mixed ^= mixed >> _SHIFT
    return mixed >> _ONE


def sample(hashes: Hashes) -> Hashes:
    """Return the indexed shingles of a document: sorted, without repeats, at most MOST."""
    rate = RATE_SHORT if len(hashes) <= SHORT else RATE
    kept = np.unique(hashes[hashes < np.uint64(2**63 // rate)])
    return kept[:MOST]
