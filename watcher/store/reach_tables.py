"""The tables of what was looked at, and what was not: backfills, and gaps of live checks.

Rows are not the domain: nothing outside watcher.store sees this module.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from watcher.store.tables import ROW_ID, STRICT, Row
from watcher.store.types import Day, Instant, JsonText


class GapRow(Row, table=True):
    """More was published between two checks than a list shows; closed where all was found."""

    __tablename__ = "gap"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    source_id: str = Field(sa_type=Text, index=True)
    found_at: datetime = Field(sa_type=Instant)
    pages_read: int
    rows: int
    closed: int
    why: str = Field(default="", sa_type=Text)
    final: int = 1
    """0 while the next check still tries to close it."""


class BackfillRow(Row, table=True):
    """One walk back through a source's list: how far it came and where it goes on.

    ``pending`` holds the rows of the list page last read and ``done`` how many of them are stored;
    ``following`` is the request of the next list page. Whoever starts again needs nothing else.
    """

    __tablename__ = "backfill"
    __table_args__ = (
        CheckConstraint("state IN ('running','finished','abandoned')", name="backfill_state"),
        Index("backfill_of_source", "source_id", "state"),
        STRICT,
    )
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    source_id: str = Field(sa_type=Text)
    since: date = Field(sa_type=Day)
    until: date = Field(sa_type=Day)
    max_pages: int | None = None
    state: str = Field(default="running", sa_type=Text)
    following: Any = Field(default=None, nullable=True, sa_type=JsonText)
    pending: Any = Field(default=None, nullable=True, sa_type=JsonText)
    done: int = 0
    pages_read: int = 0
    rows: int = 0
    wanted: int = 0
    stored: int = 0
    copies: int = 0
    known: int = 0
    unread: int = 0
    undated: int = 0
    newest_on: date | None = Field(default=None, sa_type=Day)
    oldest_on: date | None = Field(default=None, sa_type=Day)
    reached_on: date | None = Field(default=None, sa_type=Day)
    reason: str = Field(default="", sa_type=Text)
    detail: str = Field(default="", sa_type=Text)
    seen: Any = Field(default=None, nullable=True, sa_type=JsonText)
    """Digests of the list pages walked: a page met again ends the walk."""
    left: Any = Field(default=None, nullable=True, sa_type=JsonText)
    """Keys of rows that the next live check is to tell, and which are therefore not stored."""
    met: int = 0
    """Whether the walk is past the rows that a live check would read."""
    started_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


metadata = Row.metadata
