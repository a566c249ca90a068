"""The tables. Rows are not the domain: nothing outside watcher.store sees this module."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Double,
    Float,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import AutoString, Field, SQLModel

from watcher.store.types import Day, Instant, JsonText

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite's rowid alias must be spelt INTEGER; PostgreSQL wants room to grow."""

STRICT = {"sqlite_strict": True}


class Row(SQLModel):
    """Common to all tables."""

    __table__: ClassVar[Table]


class SourceRow(Row, table=True):
    """What is remembered of a source between checks."""

    __tablename__ = "source"
    __table_args__ = STRICT
    id: str = Field(primary_key=True)
    health: str = "new"
    diagnosis: str = ""
    hint: str = ""
    baseline_at: datetime | None = Field(default=None, sa_type=Instant)
    next_check_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    last_check_at: datetime | None = Field(default=None, sa_type=Instant)
    last_ok_at: datetime | None = Field(default=None, sa_type=Instant)
    failures: int = 0
    told_unhealthy: int = 0
    etag: str | None = None
    last_modified: str | None = None
    listing_sha256: str | None = None
    rows: int = 0
    since_at: datetime | None = Field(default=None, sa_type=Instant)
    told_soft: str = ""
    newest_on: date | None = Field(default=None, sa_type=Day)
    limit_days: int | None = None
    limit_on: date | None = Field(default=None, sa_type=Day)
    deep_at: datetime | None = Field(default=None, sa_type=Instant)
    rows_sha256: str | None = None


class CheckRow(Row, table=True):
    """One pass over a source and how it ended."""

    __tablename__ = "check_log"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    source_id: str = Field(index=True)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime = Field(sa_type=Instant)
    health: str
    diagnosis: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: Any = Field(default=None, nullable=True, sa_type=JsonText)


class NoticeRow(Row, table=True):
    """One announcement behind all its copies; ``gathers``: a page that carries several others."""

    __tablename__ = "notice"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    original_page_id: int | None = Field(default=None, sa_type=ROW_ID)
    title: str
    published_on: date | None = Field(default=None, sa_type=Day)
    issuer: str | None = None
    campaign: str | None = Field(default=None, index=True)
    stage: str | None = None
    document_type: str | None = None
    official: int = 0
    withdrawn: int = 0
    gathers: int = 0
    merged_into: int | None = Field(default=None, sa_type=ROW_ID)
    created_at: datetime = Field(sa_type=Instant)


class PageRow(Row, table=True):
    """One address (or ingested item) that carries a notice, and its present state."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("key", name="page_key_once"),
        CheckConstraint("state IN ('live','unread','missing','withdrawn')", name="page_state"),
        Index("page_recheck", "source_id", "recheck_at"),
        STRICT,
    )
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    key: str
    external_id: str | None = Field(default=None, index=True)
    source_id: str
    tier: str
    url: str | None = None
    notice_id: int | None = Field(default=None, sa_type=ROW_ID, foreign_key="notice.id", index=True)
    relation: str | None = None
    score: float | None = None
    match_evidence: str = ""
    title: str
    listing_title: str = ""
    state: str = "live"
    inline: int = 0
    listed: int = 1
    position: int = 0
    published_on: date | None = Field(default=None, sa_type=Day)
    campaign: str | None = None
    stage: str | None = None
    document_type: str | None = None
    labels: Any = Field(default=None, nullable=True, sa_type=JsonText)
    revision_id: int | None = Field(default=None, sa_type=ROW_ID)
    content_hash: str = ""
    read_failures: int = 0
    problem: str = ""
    first_seen_at: datetime = Field(sa_type=Instant)
    last_seen_at: datetime = Field(sa_type=Instant)
    missing_since: datetime | None = Field(default=None, sa_type=Instant)
    recheck_at: datetime | None = Field(default=None, sa_type=Instant)
    recheck_stage: int = 0
    etag: str | None = None
    last_modified: str | None = None


class RevisionRow(Row, table=True):
    """One state of a page's text. Never updated or deleted."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("page_id", "seq", name="revision_once"), STRICT)
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    page_id: int = Field(sa_type=ROW_ID, foreign_key="page.id")
    seq: int
    seen_at: datetime = Field(sa_type=Instant)
    content_hash: str
    title: str
    body: str
    document: Any = Field(default=None, nullable=True, sa_type=JsonText)
    evidence_id: int | None = Field(default=None, sa_type=ROW_ID)


class LinkRow(Row, table=True):
    """A relation between two notices that is not a copy."""

    __tablename__ = "notice_link"
    __table_args__ = (UniqueConstraint("notice_id", "other_id", "relation"), STRICT)
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    notice_id: int = Field(sa_type=ROW_ID, foreign_key="notice.id", index=True)
    other_id: int = Field(sa_type=ROW_ID, foreign_key="notice.id", index=True)
    relation: str
    score: float
    evidence: str = ""


class PostingRow(Row, table=True):
    """Inverted index of sampled shingles; clustered by shingle, lists bounded by the writer."""

    __tablename__ = "posting"
    __table_args__ = {"sqlite_with_rowid": False, **STRICT}
    shingle: int = Field(sa_type=BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    page_id: int = Field(sa_type=ROW_ID, primary_key=True)


class PageKeyRow(Row, table=True):
    """Exact keys of a page: title skeleton, document number, figures."""

    __tablename__ = "page_key"
    __table_args__ = {"sqlite_with_rowid": False, **STRICT}
    key: str = Field(primary_key=True)
    page_id: int = Field(sa_type=ROW_ID, primary_key=True)


class EvidenceRow(Row, table=True):
    """Where the bytes of a fetched page are kept."""

    __tablename__ = "evidence"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    url: str
    fetched_at: datetime = Field(sa_type=Instant)
    status: int
    file: str
    start: int = Field(sa_type=BigInteger().with_variant(Integer(), "sqlite"))
    length: int
    sha256: str = Field(index=True)
    chain: str


class EventRow(Row, table=True):
    """Something worth telling, complete as it was when it happened."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("subject", "kind", "seq", name="event_once"), STRICT)
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    kind: str
    subject: str
    """"notice:7", "page:9" or "source:cac": what the sequence counts."""
    seq: int
    source_id: str
    notice_id: int | None = Field(default=None, sa_type=ROW_ID, index=True)
    page_id: int | None = Field(default=None, sa_type=ROW_ID)
    content_hash: str = ""
    at: datetime = Field(sa_type=Instant, index=True)
    payload: str


class OutboxTable(Row, table=True):
    """One (event, route, channel) to be delivered."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedup_key", name="outbox_once"),
        CheckConstraint(
            "state IN ('waiting','sending','retry','delivered','dead','suppressed')",
            name="outbox_state",
        ),
        Index(
            "outbox_due",
            "next_at",
            sqlite_where=text("state IN ('waiting','retry','sending')"),
            postgresql_where=text("state IN ('waiting','retry','sending')"),
        ),
        Index(
            "outbox_queue",
            "channel_id",
            "event_id",
            sqlite_where=text("state IN ('waiting','retry','sending')"),
            postgresql_where=text("state IN ('waiting','retry','sending')"),
        ),
        STRICT,
    )
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    event_id: int = Field(sa_type=ROW_ID, foreign_key="event.id", index=True)
    route_id: str
    channel_id: str
    dedup_key: str
    state: str = "waiting"
    attempts: int = 0
    crashes: int = 0
    maybe_sent: int = 0
    next_at: datetime = Field(sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_owner: str | None = None
    first_try_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    digest_id: int | None = Field(default=None, sa_type=ROW_ID, index=True)
    """The row of the summary that this one goes out with."""
    held: str | None = None
    """Why it waits: "quiet", "digest", "silence:3"; "alone" where it may not join a summary."""
    told_elsewhere: int | None = None
    """1 where the fallback channel was told."""


class AttemptRow(Row, table=True):
    """One try to deliver one outbox row."""

    __tablename__ = "attempt"
    __table_args__ = STRICT
    id: int | None = Field(default=None, sa_type=ROW_ID, primary_key=True)
    outbox_id: int = Field(sa_type=ROW_ID, foreign_key="outbox.id", index=True)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str | None = None
    status: int | None = None
    detail: str = ""
    part: int | None = None


metadata = SQLModel.metadata

for _table in metadata.tables.values():
    for _column in _table.columns:
        # STRICT tables know TEXT and REAL, not SQLModel's VARCHAR and FLOAT.
        if isinstance(_column.type, AutoString):
            _column.type = Text()
        elif isinstance(_column.type, Float):
            _column.type = Double().with_variant(REAL(), "sqlite")
