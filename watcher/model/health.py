"""How a source is doing, and how a check of it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Health(StrEnum):
    """The state of a source; six ways of "nothing new" are six different words."""

    NEW = "new"
    """Never checked."""
    OK = "ok"
    QUIET = "quiet"
    LATE = "late"
    ROTTEN = "rotten"
    """Rows or fields are missing: empty list or a rotten selector."""
    BLOCKED = "blocked"
    MOVED = "moved"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"

    @property
    def is_broken(self) -> bool:
        """Whether nothing can be said about new notices in this state."""
        return self not in {Health.NEW, Health.OK, Health.QUIET, Health.LATE}


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
    rows: int = 0
    """Rows at the last good check."""
