"""What a source's list has shown, its rhythm, and what was told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Day, Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("source", sa.Column("since_at", Instant(), nullable=True))
    op.add_column(
        "source", sa.Column("told_soft", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("source", sa.Column("newest_on", Day(), nullable=True))
    op.add_column("source", sa.Column("limit_days", sa.Integer(), nullable=True))
    op.add_column("source", sa.Column("limit_on", Day(), nullable=True))
    op.add_column("source", sa.Column("deep_at", Instant(), nullable=True))
    op.add_column(
        "gap", sa.Column("final", sa.Integer(), nullable=False, server_default=sa.text("1"))
    )
    op.create_table(
        "seen_row",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("published_on", Day(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("seen_first_page", "seen_row", ["source_id", "position"], unique=False)
