"""Delivery: how channels do, parts of long messages, silences, acknowledgements, summaries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Instant, JsonText

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('waiting','retry','sending')")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("digest_id", ROW_ID, nullable=True))
    op.add_column("outbox", sa.Column("held", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("told_elsewhere", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_digest_id", "outbox", ["digest_id"], unique=False)
    op.create_index(
        "outbox_queue",
        "outbox",
        ["channel_id", "event_id"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.add_column("attempt", sa.Column("part", sa.Integer(), nullable=True))
    op.create_table(
        "channel_state",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.Column("paused_until", Instant(), nullable=True),
        sa.Column("spent_until", Instant(), nullable=True),
        sa.Column("next_digest_at", Instant(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox_part",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("outbox_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("outbox_id", "number", name="part_once"),
        sqlite_strict=True,
    )
    op.create_table(
        "silence",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("events", JsonText(), nullable=True),
        sa.Column("sources", JsonText(), nullable=True),
        sa.Column("campaigns", JsonText(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "acknowledgement",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("event_id", ROW_ID, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_acknowledgement_event_id", "acknowledgement", ["event_id"], unique=False)
