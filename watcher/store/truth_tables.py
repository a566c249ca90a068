"""The table of what each source's own list has shown.

Rows are not the domain: nothing outside watcher.store sees this module.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from watcher.store.tables import STRICT, Row
from watcher.store.types import Day, Instant


class SeenRowTable(Row, table=True):
    """A row of a list, whoever owns the page behind it; proves that two listings overlap."""

    __tablename__ = "seen_row"
    __table_args__ = (
        Index("seen_first_page", "source_id", "position"),
        {"sqlite_with_rowid": False, **STRICT},
    )
    source_id: str = Field(sa_type=Text, primary_key=True)
    key: str = Field(sa_type=Text, primary_key=True)
    title_key: str = Field(sa_type=Text)
    published_on: date | None = Field(default=None, sa_type=Day)
    position: int = -1
    first_seen_at: datetime = Field(sa_type=Instant)


metadata = Row.metadata
