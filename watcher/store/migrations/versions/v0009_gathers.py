"""Which notices are pages that carry several others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("notice", sa.Column("gathers", sa.Integer(), server_default="0", nullable=False))
