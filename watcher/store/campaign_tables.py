"""The table of campaigns that the catalogue lacks: proposed by the program, decided by the user.

Rows are not the domain: nothing outside watcher.store sees this module.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from watcher.store.tables import ROW_ID, STRICT, Row
from watcher.store.types import Instant, JsonText


class ProposalRow(Row, table=True):
    """One campaign as a launch notice describes it, and what the user said to it."""

    __tablename__ = "campaign_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('proposed','confirmed','rejected')", name="proposal_state"),
        STRICT,
    )
    id: str = Field(sa_type=Text, primary_key=True)
    state: str = Field(default="proposed", sa_type=Text)
    campaign: Any = Field(default=None, nullable=True, sa_type=JsonText)
    printed: str = Field(default="", sa_type=Text)
    notice_id: int | None = Field(default=None, sa_type=ROW_ID)
    proposed_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)


metadata = Row.metadata
