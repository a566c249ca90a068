"""Two texts laid on each other, stretch by stretch, in their own characters: for showing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from watcher.dedup.align import Block, align, prepared
from watcher.dedup.canon import Canon
from watcher.dedup.wrong_charset import turned_back
from watcher.model.document import Document

SHORTEST = 2
"""Shared stretches of fewer characters between two changes are shown as part of the change."""


class Op(StrEnum):
    """What became of a stretch."""

    SHARED = "shared"
    CHANGED = "changed"
    ADDED = "added"
    """Stands in the page only."""
    LEFT_OUT = "left_out"
    """Stands in the other text only."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the page (``mine``) and what stands for it in the other text (``theirs``)."""

    op: Op
    mine: str
    theirs: str


def lay_out(document: Document, other: Document) -> tuple[Stretch, ...]:
    """Lay a page's text on another's.

    The ``mine`` of all stretches, joined, are the page's body, and the ``theirs`` the other's, but
    for white space and punctuation around them.
    """
    left, right = prepared(document.body), prepared(other.body)
    alignment = align(left, right)
    mine, theirs = _Text(left.canon, document.body), _Text(right.canon, other.body)
    steps = list(_steps(alignment.blocks, len(left.canon), len(right.canon)))
    return tuple(Stretch(op, mine.cut(*own), theirs.cut(*others)) for op, own, others in steps)


Range = tuple[int, int]


def _steps(
    blocks: tuple[Block, ...], left_end: int, right_end: int
) -> Iterator[tuple[Op, Range, Range]]:
    """Yield every stretch of both texts in order: (what became of it, left, right)."""
    left = right = shared_left = shared_right = 0
    kept = [block for block in blocks if block.length >= SHORTEST]
    for block in (*kept, Block(left_end, right_end, 0)):
        if block.left > left or block.right > right:
            if left > shared_left:
                yield Op.SHARED, (shared_left, left), (shared_right, right)
            shared_left, shared_right = block.left, block.right
            op = _op(is_mine=block.left > left, is_theirs=block.right > right)
            yield op, (left, block.left), (right, block.right)
        left, right = block.left + block.length, block.right + block.length
    if left > shared_left:
        yield Op.SHARED, (shared_left, left), (shared_right, right)


def _op(*, is_mine: bool, is_theirs: bool) -> Op:
    if is_mine and is_theirs:
        return Op.CHANGED
    return Op.ADDED if is_mine else Op.LEFT_OUT


class _Text:
    """A text cut by places in its comparable form, nothing lost between the cuts."""

    def __init__(self, canon: Canon, body: str) -> None:
        self._canon, self._body = canon, turned_back(body)

    def cut(self, start: int, end: int) -> str:
        return self._body[self._at(start) : self._at(end)] if end > start else ""

    def _at(self, place: int) -> int:
        if place <= 0:
            return 0
        if place >= len(self._canon):
            return len(self._body)
        first = int(self._canon.at[place])
        return self._canon.folded.origin(first, first + 1)[0]
