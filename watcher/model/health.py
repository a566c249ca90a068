"""How a source is doing, and how a check of it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Health(StrEnum):
    """The state of a source; six ways of "nothing new" are six different words."""

    NEW = "new"
    """Never checked."""
    OK = "ok"
    QUIET = "quiet"
    """Read well; nothing new for longer than usual, but not longer than its rhythm explains."""
    LATE = "late"
    """Read well; nothing new for longer than its rhythm explains. Told once a silence."""
    ROTTEN = "rotten"
    """Rows or fields are missing: empty list or a rotten selector."""
    BLOCKED = "blocked"
    MOVED = "moved"
    """Read well, but at another address than the configured one. Told once."""
    GONE = "gone"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"

    @property
    def is_broken(self) -> bool:
        """Whether nothing can be said about new notices in this state."""
        return self not in {Health.NEW, Health.OK, Health.QUIET, Health.LATE, Health.MOVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """More was published between two checks than a list's first page shows.

    ``rows`` are the unknown rows found on ``pages_read`` pages. ``is_closed``: known rows were met,
    so nothing is missing. ``is_final``: looking again from here would not help; a backfill may.
    ``why`` is a sentence.
    """

    source_id: str
    found_at: datetime
    pages_read: int
    rows: int
    is_closed: bool
    why: str = ""
    id: int = 0
    is_final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """The result of one pass over a source.

    ``diagnosis`` is one sentence, ``hint`` what to do; both empty when all is well.
    ``retry_after_seconds`` is the server's own hint.
    """

    health: Health
    diagnosis: str = ""
    hint: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: bool = False
    problems: tuple[str, ...] = ()
    retry_after_seconds: float | None = None
    gap: Gap | None = None
    """Set where more had been published than one page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the store remembers of a source between checks. Instants are UTC."""

    source_id: str
    health: Health = Health.NEW
    diagnosis: str = ""
    hint: str = ""
    baseline_at: datetime | None = None
    next_check_at: datetime | None = None
    last_check_at: datetime | None = None
    last_ok_at: datetime | None = None
    failures: int = 0
    """Failed checks in a row."""
    told_unhealthy: bool = False
    etag: str | None = None
    last_modified: str | None = None
    listing_sha256: str | None = None
    rows_sha256: str | None = None
    """Of the rows as read: a page may change where its list does not."""
    rows: int = 0
    """Rows at the last good check."""
    since_at: datetime | None = None
    """Since when ``health`` is what it is."""
    told_soft: str = ""
    """The state that was told although the source can be read: "late" or "moved", else empty."""
    newest_on: date | None = None
    """The newest day on which it published, as far as known."""
    limit_days: int | None = None
    """The longest silence to be expected, in working days, as learned on ``limit_on``."""
    limit_on: date | None = None
    deep_at: datetime | None = None
    """When pages behind the first are to be looked through again; None before the first time."""
