"""How a campaign stands to its plan and to the last one on the same matter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.model.match import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTask:
    """One task of an annual plan. ``campaign_id`` is None where the catalogue lacks it."""

    number: int
    name: str
    campaign_id: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusPoint:
    """One point that a campaign is about: its heading and the text under it."""

    title: str
    text: str
    span: Span | None = None


class FocusChange(StrEnum):
    """What became of a focus point."""

    KEPT = "kept"
    """Stands again, alone or inside another point."""
    MENTIONED = "mentioned"
    """No longer a point of its own, but the text still speaks of it."""
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusNote:
    """One line of a comparison. ``old`` is empty for a new point, ``new`` for one that is gone."""

    change: FocusChange
    old: str
    new: str
    evidence: str
    """The words that the two share."""
    score: float


class Against(StrEnum):
    """What a notice is compared with."""

    LAST_CAMPAIGN = "last_campaign"
    LAST_BATCH = "last_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a notice brings against an earlier one.

    ``name`` is that of the earlier campaign or batch; ``notice_id`` is the notice that was read for
    it, None where the catalogue alone was. ``notes`` is empty where there was nothing to compare.
    """

    against: Against
    name: str
    notice_id: str | None = None
    notes: tuple[FocusNote, ...] = ()
    again: tuple[str, ...] = ()
    """Accounts that both batches name."""
