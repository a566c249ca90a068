"""Backfills, and gaps between two checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Day, Instant, JsonText

revision = "0002"
down_revision = "0001"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gap",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_gap_source_id", "gap", ["source_id"], unique=False)
    op.create_table(
        "backfill",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("since", Day(), nullable=False),
        sa.Column("until", Day(), nullable=False),
        sa.Column("max_pages", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("following", JsonText(), nullable=True),
        sa.Column("pending", JsonText(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("undated", sa.Integer(), nullable=False),
        sa.Column("newest_on", Day(), nullable=True),
        sa.Column("oldest_on", Day(), nullable=True),
        sa.Column("reached_on", Day(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("seen", JsonText(), nullable=True),
        sa.Column("left", JsonText(), nullable=True),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('running','finished','abandoned')", name="backfill_state"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("backfill_of_source", "backfill", ["source_id", "state"], unique=False)
