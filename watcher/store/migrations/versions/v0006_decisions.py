"""What a person decided about families of pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watcher.store.types import Instant

revision = "0006"
down_revision = "0005"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("one_id", ROW_ID, nullable=False),
        sa.Column("other_id", ROW_ID, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('split','merge')", name="decision_kind"),
        sa.ForeignKeyConstraint(["one_id"], ["notice.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["notice.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("decision_pair", "decision", ["one_id", "other_id"], unique=False)
    op.create_index(op.f("ix_decision_other_id"), "decision", ["other_id"], unique=False)
