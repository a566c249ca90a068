"""A walk back through a source's list, and what is known of each month of a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watcher.model.listing import Entry


class BackfillState(StrEnum):
    """Where a backfill stands."""

    RUNNING = "running"
    """Under way, or stopped half-way: the same command goes on where it was."""
    FINISHED = "finished"
    ABANDONED = "abandoned"
    """Begun anew by ``--restart``."""


class BackfillEnd(StrEnum):
    """Why a walk came to its end."""

    SINCE = "since"
    """A whole page was older than the day asked for."""
    LIST_END = "list_end"
    """The list has no further page, or shows again what it showed before."""
    PAGE_CAP = "page_cap"
    """As many pages were read as allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPage:
    """The request of a list page, without the headers that its source gives it."""

    url: str
    method: str = "GET"
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """One walk back from ``until`` to ``since`` (both inclusive, days at the site).

    ``pending`` are the wanted rows of the list page last read and ``done`` how many of them are
    stored; ``following`` is the list page after it. ``pages_read`` counts list pages, ``rows`` what
    stood in them; each wanted row ends as ``stored``, ``known`` (met before) or ``left`` (the next
    live check is to tell it). ``copies`` and ``unread`` are among the stored. ``reached_on`` is the
    day down to which the list was walked; a walk that is not at its end may lack rows of that very
    day.
    """

    id: int
    source_id: str
    since: date
    until: date
    max_pages: int | None
    state: BackfillState
    started_at: datetime
    changed_at: datetime
    following: NextPage | None = None
    pending: tuple[Entry, ...] = ()
    done: int = 0
    pages_read: int = 0
    rows: int = 0
    wanted: int = 0
    stored: int = 0
    copies: int = 0
    known: int = 0
    unread: int = 0
    undated: int = 0
    seen: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    has_met: bool = False
    newest_on: date | None = None
    oldest_on: date | None = None
    reached_on: date | None = None
    reason: BackfillEnd | None = None
    detail: str = ""
    finished_at: datetime | None = None


class Cover(StrEnum):
    """How much of a month is known to be stored."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCover:
    """What is known of one month of a source; ``month`` is its first day.

    ``pages`` counts stored pages published in it, ``unread`` those of them that have no text.
    ``reasons`` says in English sentences why the month is not complete.
    """

    source_id: str
    month: date
    cover: Cover
    pages: int = 0
    unread: int = 0
    reasons: tuple[str, ...] = field(default=())
