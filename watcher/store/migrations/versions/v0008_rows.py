"""What a list's rows were, so that a page whose rows did not change is known at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("source", sa.Column("rows_sha256", sa.Text(), nullable=True))
