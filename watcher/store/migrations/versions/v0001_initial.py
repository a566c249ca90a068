"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Day, Instant, JsonText

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "check_log",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("problems", JsonText(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_check_log_source_id", "check_log", ["source_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("notice_id", ROW_ID, nullable=True),
        sa.Column("page_id", ROW_ID, nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "kind", "seq", name="event_once"),
        sqlite_strict=True,
    )
    op.create_index("ix_event_at", "event", ["at"], unique=False)
    op.create_index("ix_event_notice_id", "event", ["notice_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("start", ROW_ID, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("original_page_id", ROW_ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_on", Day(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("document_type", sa.Text(), nullable=True),
        sa.Column("official", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("merged_into", ROW_ID, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_campaign", "notice", ["campaign"], unique=False)
    op.create_table(
        "page_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("page_id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("key", "page_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posting",
        sa.Column("shingle", ROW_ID, nullable=False),
        sa.Column("page_id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("shingle", "page_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("baseline_at", Instant(), nullable=True),
        sa.Column("next_check_at", Instant(), nullable=True),
        sa.Column("last_check_at", Instant(), nullable=True),
        sa.Column("last_ok_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told_unhealthy", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("listing_sha256", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_source_next_check_at", "source", ["next_check_at"], unique=False)
    op.create_table(
        "notice_link",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("notice_id", ROW_ID, nullable=False),
        sa.Column("other_id", ROW_ID, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("score", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["notice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("notice_id", "other_id", "relation"),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_link_notice_id", "notice_link", ["notice_id"], unique=False)
    op.create_index("ix_notice_link_other_id", "notice_link", ["other_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("event_id", ROW_ID, nullable=False),
        sa.Column("route_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("maybe_sent", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("first_try_at", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','sending','retry','delivered','dead','suppressed')",
            name="outbox_state",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dedup_key", name="outbox_once"),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_event_id", "outbox", ["event_id"], unique=False)
    op.create_index(
        "outbox_due",
        "outbox",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting','retry','sending')"),
        postgresql_where=sa.text("state IN ('waiting','retry','sending')"),
    )
    op.create_table(
        "page",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("notice_id", ROW_ID, nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("score", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("match_evidence", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("listing_title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("inline", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published_on", Day(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("document_type", sa.Text(), nullable=True),
        sa.Column("labels", JsonText(), nullable=True),
        sa.Column("revision_id", ROW_ID, nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("read_failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("first_seen_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("recheck_at", Instant(), nullable=True),
        sa.Column("recheck_stage", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('live','unread','missing','withdrawn')", name="page_state"),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="page_key_once"),
        sqlite_strict=True,
    )
    op.create_index("ix_page_external_id", "page", ["external_id"], unique=False)
    op.create_index("ix_page_notice_id", "page", ["notice_id"], unique=False)
    op.create_index("page_recheck", "page", ["source_id", "recheck_at"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("outbox_id", ROW_ID, nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_attempt_outbox_id", "attempt", ["outbox_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("page_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("document", JsonText(), nullable=True),
        sa.Column("evidence_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["page.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("page_id", "seq", name="revision_once"),
        sqlite_strict=True,
    )
