"""The table of what a person decided about families of pages.

Rows are not the domain: nothing outside watcher.store sees this module.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from watcher.store.tables import ROW_ID, STRICT, Row
from watcher.store.types import Instant


class DecisionRow(Row, table=True):
    """Two notices that a person put together or took apart.

    ``one_id`` and ``other_id`` follow their notices through later merges; ``detail`` keeps what was
    asked for. A decision that a later one undid has ``undone_at``.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("kind IN ('split','merge')", name="decision_kind"),
        Index("decision_pair", "one_id", "other_id"),
        STRICT,
    )
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    kind: str = Field(sa_type=Text)
    one_id: int = Field(sa_type=ROW_ID, foreign_key="notice.id")
    other_id: int = Field(sa_type=ROW_ID, foreign_key="notice.id", index=True)
    detail: str = Field(default="", sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    decided_at: datetime = Field(sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)


metadata = Row.metadata
