"""What changed between two texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """What happened to a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch inside one clause; ``old`` is empty for an insertion, ``new`` for a deletion.

    An equal piece may differ in form: script, width, spacing, quote shape, or a printed number that
    followed a clause inserted elsewhere.
    """

    op: Op
    old: str
    new: str

    @property
    def is_cosmetic(self) -> bool:
        """Whether the two sides say the same in another form."""
        return self.op is Op.EQUAL and self.old != self.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """One clause that is equal, inserted, deleted, replaced or moved.

    ``old`` and ``new`` are the whole clause texts (empty where it is not there). ``pieces`` is the
    character-level diff of a replaced clause; joined ``old`` parts give ``old``, joined ``new``
    parts ``new``. ``old_index`` and ``new_index`` are clause positions from 0, or None.
    """

    op: Op
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()
    old_index: int | None = None
    new_index: int | None = None

    @property
    def is_cosmetic(self) -> bool:
        """Whether the clause is there to the letter of its meaning, but in another form."""
        if self.op is Op.REPLACE:
            return all(piece.op is Op.EQUAL for piece in self.pieces)
        return self.op in {Op.INSERT, Op.DELETE} and not (self.old + self.new).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A change worth a line on top.

    ``kind`` is "number", "date", "deadline", "modal", "name" or "text".
    """

    kind: str
    old: str
    new: str
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """A change from one text to another.

    The summary first, then every clause in the order of the new text.
    """

    hunks: tuple[Hunk, ...]
    summary: tuple[Finding, ...] = ()
    inserted_characters: int = 0
    deleted_characters: int = 0
    cosmetic: bool = False
    """Only script, punctuation or spacing differs."""
    cosmetic_characters: int = 0
    """Characters that differ in form only, counted on the longer side."""

    @property
    def is_empty(self) -> bool:
        """Whether the two texts are the same to the letter."""
        return all(hunk.op is Op.EQUAL for hunk in self.hunks)
