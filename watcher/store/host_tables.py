"""The table of what is remembered of a host over all its pages.

Rows are not the domain: nothing outside watcher.store sees this module.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field

from watcher.store.tables import STRICT, Row
from watcher.store.types import Instant, JsonText


class HostLinesRow(Row, table=True):
    """How often each line stood on a host's pages; ``counts`` maps a line's key to pages."""

    __tablename__ = "host_lines"
    __table_args__ = STRICT
    host: str = Field(sa_type=Text, primary_key=True)
    pages: int
    counts: Any = Field(sa_type=JsonText)
    seen_at: datetime = Field(sa_type=Instant, index=True)


metadata = Row.metadata
