"""The tables of delivery besides the outbox itself: channels, parts, silences, acknowledgements.

Rows are not the domain: nothing outside watcher.store sees this module.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from watcher.store.tables import ROW_ID, STRICT, Row
from watcher.store.types import Instant, JsonText


class ChannelStateRow(Row, table=True):
    """How a channel is doing: its circuit breaker, its pace and its next summary."""

    __tablename__ = "channel_state"
    __table_args__ = STRICT
    id: str = Field(sa_type=Text, primary_key=True)
    failures: int = 0
    """Failed tries in a row."""
    failing_since: datetime | None = Field(default=None, sa_type=Instant)
    paused_until: datetime | None = Field(default=None, sa_type=Instant)
    """Set while the breaker is open or the platform asked for a pause."""
    spent_until: datetime | None = Field(default=None, sa_type=Instant)
    """Up to when the messages sent so far use up the channel's rate."""
    next_digest_at: datetime | None = Field(default=None, sa_type=Instant)
    detail: str = Field(default="", sa_type=Text)


class PartRow(Row, table=True):
    """One part of a message that the platform takes in several; all are stored with the first."""

    __tablename__ = "outbox_part"
    __table_args__ = (UniqueConstraint("outbox_id", "number", name="part_once"), STRICT)
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    outbox_id: int = Field(sa_type=ROW_ID, foreign_key="outbox.id")
    number: int
    body: str = Field(sa_type=Text)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)


class SilenceRow(Row, table=True):
    """What is held back until an instant, and who said so. Never deleted: ``until`` is moved."""

    __tablename__ = "silence"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    until: datetime = Field(sa_type=Instant)
    events: Any = Field(default=None, nullable=True, sa_type=JsonText)
    sources: Any = Field(default=None, nullable=True, sa_type=JsonText)
    campaigns: Any = Field(default=None, nullable=True, sa_type=JsonText)
    reason: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)


class AcknowledgementRow(Row, table=True):
    """Somebody says that they have seen an event."""

    __tablename__ = "acknowledgement"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    event_id: int = Field(sa_type=ROW_ID, foreign_key="event.id", index=True)
    who: str = Field(sa_type=Text)
    note: str = Field(default="", sa_type=Text)
    at: datetime = Field(sa_type=Instant)


metadata = Row.metadata
