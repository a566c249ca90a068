"""Alignment of two texts: what is carried over, in order, and what stands in the gaps.

Shingles found on both sides are joined to runs; the heaviest chain of runs that keeps the order on
both sides is the backbone; the gaps between its links are compared character by character. Runs
off the backbone are text that was moved (shuffled phrases, a lead printed twice).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from watcher.dedup.canon import Canon, canonical
from watcher.dedup.shingles import WIDTH, Hashes, shingle_hashes
from watcher.dedup.wrong_charset import turned_back

LEAST_MATCHED = 40
"""Texts that share less have hardly a sentence in common: nothing else is asked about them."""
MOST_RUNS = 600
"""Longest runs kept for the chain; more are met only in shuffled or unrelated texts."""
LONGEST_GAP = 400
"""Gaps longer than this on either side are not compared character by character."""
WORTH_MATCH = 300
WORTH_SHARE = 0.1
"""Texts that share less than this, before small differences, are not looked at more closely."""
LONG_UNSEEN = 8
LIKE_ENOUGH = 0.5
"""Share of the shorter side that must match before a gap counts as one passage with small edits."""

Mask = NDArray[np.bool_]


class Block(NamedTuple):
    """``length`` equal code points from ``left`` in one text and ``right`` in the other."""

    left: int
    right: int
    length: int


class Gap(NamedTuple):
    """Two stretches, at least one not empty, that stand at the same place and differ."""

    left: int
    left_end: int
    right: int
    right_end: int


class Prepared:
    """A text with its shingles sorted for look-up, made once and aligned with many."""

    def __init__(self, canon: Canon) -> None:
        self.canon = canon
        self.hashes: Hashes = shingle_hashes(canon.codes)

    @cached_property
    def text(self) -> str:
        """The comparable form as a string."""
        return self.canon.text()

    @cached_property
    def _sorted(self) -> tuple[Hashes, NDArray[np.int64]]:
        """Return the shingles in order of value, and the place of each, the first of equals first.

        Hash and place are sorted as one number, in half the time of an indirect sort. Shingles that
        differ in the low bits only, which the place takes, may stand in the wrong order and be
        missed: one in some millions of texts.
        """
        low = np.uint64(2 ** len(self.hashes).bit_length() - 1)
        packed = (self.hashes & ~low) | np.arange(len(self.hashes), dtype=np.uint64)
        packed.sort()
        places = (packed & low).astype(np.int64)
        return self.hashes[places], places

    def places(self, other: Prepared) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (place there, first place here) of every shingle of another text found here."""
        mine, my_places = self._sorted
        theirs, their_places = other._sorted  # sorted needles are found faster
        if not len(mine) or not len(theirs):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        found = np.searchsorted(mine, theirs)
        found[found == len(mine)] = 0
        hits = mine[found] == theirs
        first = np.full(len(theirs), -1, dtype=np.int64)
        first[their_places[hits]] = my_places[found[hits]]
        there = np.flatnonzero(first >= 0)
        return there, first[there]


@lru_cache(maxsize=64)
def prepared(body: str) -> Prepared:
    """Prepare a body; the last ones are kept, as mirrors meet the same candidates in a row.

    A body that was once read in a wrong charset (ä¸­å›½, 涓浗) is turned back first.
    """
    return Prepared(canonical(turned_back(body)))


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two texts lie on each other.

    ``blocks`` is the backbone in order; ``left_covered`` and ``right_covered`` mark every code
    point that the other text has too, on the backbone or moved.
    """

    blocks: tuple[Block, ...]
    left_covered: Mask
    right_covered: Mask


def gaps_of(blocks: Sequence[Block]) -> Iterator[Gap]:
    """Yield the stretches between the links of a backbone."""
    for before, after in pairwise(blocks):
        left, right = before.left + before.length, before.right + before.length
        if left < after.left or right < after.right:
            yield Gap(left, after.left, right, after.right)


def _runs(left: Prepared, right: Prepared) -> list[Block]:
    places, found = left.places(right)
    if not len(places):
        return []
    breaks = np.flatnonzero((np.diff(places) != 1) | (np.diff(found) != 1)) + 1
    starts = np.append(0, breaks)
    lengths = np.diff(np.append(starts, len(places))) + WIDTH - 1
    if len(starts) > MOST_RUNS:
        longest = np.sort(np.argsort(-lengths, kind="stable")[:MOST_RUNS])
        starts, lengths = starts[longest], lengths[longest]
    rows = zip(found[starts].tolist(), places[starts].tolist(), lengths.tolist(), strict=True)
    return list(map(Block._make, rows))


def _chain(runs: list[Block]) -> list[Block]:
    """Return the heaviest sequence of runs that ascends on both sides, overlaps trimmed.

    Runs come in order of their right side. Of those met, one is kept while none that begins no
    later on the left is as heavy (with all that stands before it): so weights ascend with places,
    and the best run to stand before another is the last kept that begins no later.
    """
    if all(one.left < two.left for one, two in pairwise(runs)):
        return _trimmed(runs)
    best = [0] * len(runs)
    back = [-1] * len(runs)
    places: list[int] = []
    held: list[int] = []
    for index, (left, _, length) in enumerate(runs):
        start = bisect_right(places, left)
        before = held[start - 1] if start else -1
        back[index] = before
        best[index] = weight = length + (best[before] if start else 0)
        start = end = bisect_left(places, left)
        while end < len(held) and best[held[end]] <= weight:
            end += 1
        places[start:end] = [left]
        held[start:end] = [index]
    chain: list[Block] = []
    at = max(range(len(runs)), key=best.__getitem__)
    while at >= 0:
        chain.append(runs[at])
        at = back[at]
    return _trimmed(chain[::-1])


def _trimmed(chain: list[Block]) -> list[Block]:
    kept = chain[:1]
    for block in chain[1:]:
        last = kept[-1]
        cut = max(last.left + last.length - block.left, last.right + last.length - block.right, 0)
        if cut < block.length:
            kept.append(Block(block.left + cut, block.right + cut, block.length - cut))
    return kept


def _inside(left: str, right: str, gap: Gap) -> Iterator[Block]:
    """Yield the equal stretches within one gap: its edges, then what is alike between them."""
    start, end, other, other_end = gap.left, gap.left_end, gap.right, gap.right_end
    while start < end and other < other_end and left[start] == right[other]:
        start += 1
        other += 1
    if start > gap.left:
        yield Block(gap.left, gap.right, start - gap.left)
    while start < end and other < other_end and left[end - 1] == right[other_end - 1]:
        end -= 1
        other_end -= 1
    if end < gap.left_end:
        yield Block(end, other_end, gap.left_end - end)
    shorter, longer = sorted((end - start, other_end - other))
    if shorter < 2 or longer > LONGEST_GAP:
        return
    one, two = left[start:end], right[other:other_end]
    if LCSseq.similarity(one, two) < LIKE_ENOUGH * shorter:
        return
    for op in LCSseq.opcodes(one, two):
        if op.tag == "equal":
            length = op.src_end - op.src_start
            yield Block(start + op.src_start, other + op.dest_start, length)


def _slid(blocks: list[Block], left: str) -> list[Block]:
    """Move links to a later place that fits as well and closes the gap behind them.

    The opening of a text stands in its headline too: what was found there first belongs to the
    text where the next words follow it.
    """
    kept = list(blocks)
    for index in range(len(kept) - 2, -1, -1):
        block, after = kept[index], kept[index + 1]
        if block.right + block.length != after.right or block.left + block.length == after.left:
            continue
        place = after.left - block.length
        words = left[block.left : block.left + block.length]
        if place > block.left and left[place : after.left] == words:
            kept[index] = Block(place, block.right, block.length)
    return kept


def _mirrored(blocks: list[Block]) -> list[Block]:
    return [Block(right, left, length) for left, right, length in blocks]


def _align(left: Prepared, right: Prepared) -> Alignment:
    runs = _runs(left, right)
    left_covered = np.zeros(len(left.canon), dtype=np.bool_)
    right_covered = np.zeros(len(right.canon), dtype=np.bool_)
    shared = sum(run.length for run in runs)
    is_worth_it = shared >= min(WORTH_MATCH, WORTH_SHARE * min(len(left.canon), len(right.canon)))
    if runs and not is_worth_it and shared < LEAST_MATCHED:
        longest = max(runs, key=lambda run: run.length)
        return Alignment((longest,), left_covered, right_covered)
    chain = _chain(runs)
    if is_worth_it:
        chain = _slid(chain, left.text)
        chain = _mirrored(_slid(_mirrored(chain), right.text))
    blocks = list(chain)
    for gap in gaps_of(chain) if is_worth_it else ():
        if gap.left < gap.left_end and gap.right < gap.right_end:
            blocks += _inside(left.text, right.text, gap)
    for start, other, length in runs + blocks:
        left_covered[start : start + length] = True
        right_covered[other : other + length] = True
    blocks.sort()
    if is_worth_it and blocks:
        hull = left_covered[blocks[0].left : blocks[-1].left + blocks[-1].length]
        if len(hull) - int(hull.sum()) > LONG_UNSEEN:
            again, _ = right.places(left)  # of what stands twice, runs hold the first only
            for offset in range(WIDTH):
                left_covered[again + offset] = True
    return Alignment(tuple(blocks), left_covered, right_covered)


def align(left: Prepared, right: Prepared) -> Alignment:
    """Align two texts. Which of the two is left makes no difference but for the names."""
    if _rank(left.canon) >= _rank(right.canon):
        return _align(left, right)
    turned = _align(right, left)
    return Alignment(
        blocks=tuple(_mirrored(list(turned.blocks))),
        left_covered=turned.right_covered,
        right_covered=turned.left_covered,
    )


def _rank(canon: Canon) -> tuple[int, bytes]:
    return len(canon), canon.codes[:64].tobytes()
