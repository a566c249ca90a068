"""The longest common order of two sequences, without the quadratic trap.

Short sequences are aligned exactly (rapidfuzz, bit-parallel). Long ones are first cut at runs that
occur once on both sides, and what is still too long is aligned block by block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt

from rapidfuzz.distance import Indel

EXACT_CELLS = 16_000_000
"""Largest product of lengths that is aligned exactly: 2 MB of bits and about 5 ms."""
_RUNS = (12, 5, 1)
"""Lengths of the once-only runs that are tried as anchors."""


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` equal elements from ``old`` on one side and from ``new`` on the other."""

    old: int
    new: int
    size: int


def find_blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Return the equal stretches of two sequences of strings, in order and without overlap."""
    found: list[Block] = []
    work = [(0, len(old), 0, len(new))]
    while work:
        area = work.pop()
        work.extend(_align_area(old, new, area, found))
    return _join(sorted(found, key=lambda block: block.old))


Area = tuple[int, int, int, int]


def _align_area(
    old: Sequence[str], new: Sequence[str], area: Area, found: list[Block]
) -> list[Area]:
    """Add an area's blocks to ``found``; return the smaller areas that are still to be done."""
    i1, i2, j1, j2 = _trim(old, new, area, found)
    if i1 == i2 or j1 == j2:
        return []
    if (i2 - i1) * (j2 - j1) <= EXACT_CELLS:
        for code in Indel.opcodes(old[i1:i2], new[j1:j2]):
            if code.tag == "equal":
                size = code.src_end - code.src_start
                found.append(Block(i1 + code.src_start, j1 + code.dest_start, size))
        return []
    for run in _RUNS:
        anchors = _find_anchors(old[i1:i2], new[j1:j2], run)
        if anchors:
            return _split(anchors, (i1, i2, j1, j2))
    return _slice((i1, i2, j1, j2))


def _trim(old: Sequence[str], new: Sequence[str], area: Area, found: list[Block]) -> Area:
    i1, i2, j1, j2 = area
    most = min(i2 - i1, j2 - j1)
    head = 0
    while head < most and old[i1 + head] == new[j1 + head]:
        head += 1
    if head:
        found.append(Block(i1, j1, head))
    i1, j1, most = i1 + head, j1 + head, most - head
    tail = 0
    while tail < most and old[i2 - tail - 1] == new[j2 - tail - 1]:
        tail += 1
    if tail:
        found.append(Block(i2 - tail, j2 - tail, tail))
    return i1, i2 - tail, j1, j2 - tail


def _find_anchors(old: Sequence[str], new: Sequence[str], run: int) -> list[tuple[int, int]]:
    """Return places of runs that occur once on each side, in an order both sides keep."""
    places = _once(old, run)
    others = _once(new, run)
    pairs = sorted((place, others[key]) for key, place in places.items() if key in others)
    return _longest_rise(pairs)


def _once(items: Sequence[str], run: int) -> dict[tuple[str, ...], int]:
    seen: dict[tuple[str, ...], int] = {}
    for place in range(len(items) - run + 1):
        key = tuple(items[place : place + run])
        seen[key] = -1 if key in seen else place
    return {key: place for key, place in seen.items() if place >= 0}


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence whose second members rise (first members rise already)."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        at = bisect_left(tails, second)
        before.append(holders[at - 1] if at else -1)
        if at == len(tails):
            tails.append(second)
            holders.append(index)
        else:
            tails[at], holders[at] = second, index
    chain: list[tuple[int, int]] = []
    index = holders[-1] if holders else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _split(anchors: list[tuple[int, int]], area: Area) -> list[Area]:
    """Cut an area before each anchor; the anchor itself is found by trimming."""
    i1, i2, j1, j2 = area
    edges = [(i1, j1)]
    last = (-2, -2)
    for anchor in anchors:
        if anchor != (last[0] + 1, last[1] + 1):  # else it goes on from the one before
            edges.append((i1 + anchor[0], j1 + anchor[1]))
        last = anchor
    edges.append((i2, j2))
    return [(a[0], b[0], a[1], b[1]) for a, b in pairwise(edges)]


def _slice(area: Area) -> list[Area]:
    """Cut both sides into as many slices as make each exact: not the best order, but bounded."""
    i1, i2, j1, j2 = area
    count = isqrt((i2 - i1) * (j2 - j1) // EXACT_CELLS) + 2
    edges = [
        (i1 + (i2 - i1) * at // count, j1 + (j2 - j1) * at // count) for at in range(count + 1)
    ]
    return [(a[0], b[0], a[1], b[1]) for a, b in pairwise(edges)]


def _join(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            joined[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            joined.append(block)
    return joined
