"""What a person decided about families of pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DecisionKind(StrEnum):
    """What was decided about two notices."""

    SPLIT = "split"
    """They are not the same: nothing found later merges them."""
    MERGE = "merge"
    """They are the same: ``other`` went into ``one``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision, kept for good.

    ``one`` and ``other`` are notice ids, ``detail`` names the pages that moved. ``undone_at`` is
    set where a later decision said the opposite. Instants are UTC.
    """

    kind: DecisionKind
    one: str
    other: str
    detail: str
    reason: str
    decided_at: datetime
    undone_at: datetime | None = None
