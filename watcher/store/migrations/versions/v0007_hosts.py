"""Lines that recur over the pages of a host."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Instant, JsonText

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "host_lines",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("counts", JsonText(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("host"),
        sqlite_strict=True,
    )
    op.create_index("ix_host_lines_seen_at", "host_lines", ["seen_at"], unique=False)
