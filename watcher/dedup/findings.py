"""The weighed alignment of two texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from watcher.dedup.align import Gap
from watcher.dedup.edits import Piece


@dataclass(frozen=True, slots=True)
class Change:
    """One difference inside the shared stretch; ``kind`` says what it weighs."""

    kind: str
    gap: Gap


@dataclass(slots=True)
class Findings:
    """What two texts share and where they differ.

    Counts are code points unless said otherwise. ``left`` and ``right`` are the hulls of the shared
    stretch; ``left_prose`` and ``right_prose`` the share of each text's sentences it holds,
    ``left_own`` and ``right_own`` how many sentences beside it the other text has nowhere.
    ``replaced`` counts passages with another passage in their place, ``scattered`` small
    replacements, ``left_only`` and ``right_only`` what stands on one side alone, ``beyond``
    what is shared again behind a long replacement. ``figures`` counts changed numbers,
    ``slips`` those that lost or doubled a digit, ``years`` changed years among them,
    ``ordinals`` changed ordinals, ``edits`` changed wordings, ``cuts`` phrases put in or taken
    out in mid-sentence, ``digests`` the long ones among them, ``versions`` notes of a later
    version on one side alone, ``edges`` the ends at which both go on, each its own way;
    ``own_leads`` is whether both say something of their own before, ``has_other_rows`` whether
    their tables name other things.
    """

    matched: int
    left: tuple[int, int]
    right: tuple[int, int]
    left_length: int
    right_length: int
    beyond: int = 0
    left_prose: float = 0.0
    right_prose: float = 0.0
    left_own: int = 0
    right_own: int = 0
    replaced: int = 0
    scattered: int = 0
    left_only: int = 0
    right_only: int = 0
    figures: int = 0
    slips: int = 0
    years: int = 0
    ordinals: int = 0
    edits: int = 0
    cuts: int = 0
    digests: int = 0
    versions: int = 0
    edges: int = 0
    own_leads: bool = False
    has_other_rows: bool = False
    pieces: list[Piece] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def shares(self) -> tuple[float, float]:
        """What part of each text is shared: of its characters or of its sentences."""
        left = max(self.matched / max(1, self.left_length), self.left_prose)
        right = max(self.matched / max(1, self.right_length), self.right_prose)
        return min(1.0, left), min(1.0, right)

    def turned(self) -> Findings:
        """Return the hulls and lengths with the two sides exchanged."""
        return Findings(
            matched=self.matched,
            left=self.right,
            right=self.left,
            left_length=self.right_length,
            right_length=self.left_length,
        )
