"""Proposed campaigns and what the user decided about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Instant, JsonText

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "campaign_proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("campaign", JsonText(), nullable=True),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('proposed','confirmed','rejected')", name="proposal_state"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
