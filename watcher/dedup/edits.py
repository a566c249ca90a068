"""Which small differences of wording are an editor's and which are a mirror's.

An amendment changes words here and there, each once, in its own way. A mirror's damage repeats
itself: a word filtered wherever it stands, a brand between clauses, a synonym at every occurrence,
phrases that changed places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from watcher.dedup.numerals import FIGURE_PLANE

REPEATS = 3
"""Times the same small change is met before it is a habit of the site."""
WORD = 3
"""Longest word, in characters, that spinning swaps or a filter deletes as a habit."""
FILTERED = 4
LONG_CUT = 4
PHRASE = 12
SPUN_KINDS = 4
SPUN_SHARE = 0.6
"""So many words exchanged as a habit, making so much of all differences, make a spun text."""
SPUN_PHRASE = 24
EXCHANGED = 8
"""Kinds of exchanges in step from which they are no editor's."""
MUCH_JUNK = 6
FIRST_NUMBER = chr(FIGURE_PLANE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One difference of wording: what stands on the left only and on the right only."""

    left: str
    right: str

    @property
    def is_habit_sized(self) -> bool:
        """Whether this may be a habit when repeated; long names on both sides are a renaming."""
        return min(len(self.left), len(self.right)) <= WORD


@dataclass(frozen=True, slots=True)
class Edits:
    """``wordings`` counts the editor's changes, ``cuts`` those that put in or take out a phrase.

    ``digests`` are the cuts that join the beginning of one sentence to the end of another, ``spun``
    the exchanged words of a spun text.
    """

    wordings: int
    cuts: int
    digests: int
    spun: tuple[Piece, ...] = ()


def _without_moved(pieces: list[Piece]) -> list[Piece]:
    """Leave out what only changed its place."""
    lefts = Counter(piece.left for piece in pieces if piece.left)
    rights = Counter(piece.right for piece in pieces if piece.right)
    moved = lefts & rights
    return [
        piece
        for piece in pieces
        if not (
            (piece.left in moved and not piece.right)
            or (piece.right in moved and not piece.left)
            or (piece.left in moved and piece.right in moved)
            or sorted(piece.left) == sorted(piece.right)
        )
    ]


def _find_habits(pieces: list[Piece]) -> set[Piece]:
    times = Counter(pieces)
    return {p for p, count in times.items() if count >= REPEATS and p.is_habit_sized}


def _find_spun(pieces: list[Piece], habits: set[Piece]) -> list[Piece]:
    """Return the words that were exchanged by a list: the same ones everywhere, and many of them.

    Words that stand side by side make one piece: of equal length, it is explained by characters
    that are exchanged for each other elsewhere too.
    """
    swapped = Counter(
        pair
        for p in pieces
        if len(p.left) == len(p.right)
        for pair in set(zip(p.left, p.right, strict=True))
    )
    explained = [
        p
        for p in pieces
        if (p.left and p.right and p in habits)
        or (
            len(p.left) == len(p.right)
            and all(swapped[pair] >= REPEATS for pair in zip(p.left, p.right, strict=True))
        )
    ]
    is_spun = len(set(explained)) >= SPUN_KINDS and len(explained) >= SPUN_SHARE * len(pieces)
    return explained if is_spun else []


def _without_habits(pieces: list[Piece], habits: set[Piece]) -> list[Piece]:
    """Leave out what is repeated, alone or joined to something as short as a slip."""
    spliced = [p.left or p.right for p in habits if not (p.left and p.right)]
    rest = []
    for piece in pieces:
        if piece in habits:
            continue
        one, other = sorted((piece.left, piece.right), key=len)
        if any(word in other and len(other) - len(word) <= WORD for word in spliced) and not one:
            continue
        rest.append(piece)
    return rest


def _is_junk(piece: Piece) -> bool:
    """Whether letters and digits without a word of Chinese were put in on one side: a tag's id."""
    put = piece.left or piece.right
    return (
        not (piece.left and piece.right)
        and any("a" <= char <= "z" for char in put)
        and all(char < "\u0250" or char >= FIRST_NUMBER for char in put)
    )


def settle(
    pieces: list[Piece], *, is_renumbered: bool, is_shuffled: bool, is_in_step: bool = False
) -> Edits:
    """Count the differences that a mirror's habits do not explain.

    ``is_renumbered`` is whether other evidence (changed ordinals, a version's note) shows an
    amendment: then nothing short is excused. ``is_shuffled`` is whether phrases changed places all
    over: then only long phrases count. ``is_in_step`` is whether what was exchanged is of equal
    length nearly everywhere: a list of synonyms or a misreading did that, no editor.
    """
    left = _without_moved(pieces)
    habits = _find_habits(left)
    rest = _without_habits(left, habits)
    spun: list[Piece] = []
    if not is_renumbered:
        spun = _find_spun(left, habits)
        if len(left) - len(rest) >= max(REPEATS, len(rest)):
            rest = [p for p in rest if max(len(p.left), len(p.right)) >= LONG_CUT + WORD]
        if all(not p.left and len(p.right) <= FILTERED for p in rest) or all(
            not p.right and len(p.left) <= FILTERED for p in rest
        ):
            rest = []
        if spun or (is_in_step and len(set(left)) >= EXCHANGED):
            rest = [p for p in rest if max(len(p.left), len(p.right)) >= SPUN_PHRASE]
        if is_shuffled:
            rest = [p for p in rest if max(len(p.left), len(p.right)) >= PHRASE]
        if sum(map(_is_junk, left)) >= MUCH_JUNK:
            rest = [p for p in rest if not _is_junk(p)]
    sizes = [max(len(p.left), len(p.right)) for p in rest if min(len(p.left), len(p.right)) <= 1]
    return Edits(
        wordings=len(rest),
        cuts=sum(size >= LONG_CUT for size in sizes),
        digests=sum(size >= PHRASE for size in sizes),
        spun=tuple(spun),
    )
