"""Gaps: more was published between two checks than a list shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from watcher.model.health import Gap
from watcher.store.database import Transaction
from watcher.store.reach_tables import GapRow

gap = GapRow.__table__

_TRIED = (
    select(gap)
    .where(gap.c.source_id == bindparam("wanted"), gap.c.closed == 0, gap.c.final == 0)
    .order_by(gap.c.id)
    .limit(1)
)


def add_gap(tx: Transaction, found: Gap) -> int:
    """Store a gap and return its row number."""
    return tx.add(
        GapRow(
            source_id=found.source_id,
            found_at=found.found_at,
            pages_read=found.pages_read,
            rows=found.rows,
            closed=int(found.is_closed),
            why=found.why,
            final=int(found.is_final),
        )
    )


def change_gap(tx: Transaction, found: Gap) -> None:
    """Bring a stored gap up to date."""
    tx.run(
        update(gap)
        .where(gap.c.id == found.id)
        .values(
            pages_read=found.pages_read,
            rows=found.rows,
            closed=int(found.is_closed),
            why=found.why,
            final=int(found.is_final),
        )
    )


def tried_gap(tx: Transaction, source_id: str) -> Gap | None:
    """Return the gap that the next check of a source is to close, if there is one."""
    row = tx.run(_TRIED, {"wanted": source_id}).one_or_none()
    return None if row is None else _gap(row)


def list_gaps(
    tx: Transaction, *, source_id: str | None = None, since: datetime | None = None
) -> list[Gap]:
    """Return gaps, oldest first."""
    query = select(gap).order_by(gap.c.id)
    if source_id is not None:
        query = query.where(gap.c.source_id == source_id)
    if since is not None:
        query = query.where(gap.c.found_at >= since)
    return [_gap(row) for row in tx.run(query)]


def _gap(row: Row[Any]) -> Gap:
    return Gap(
        id=row.id,
        source_id=row.source_id,
        found_at=row.found_at,
        pages_read=row.pages_read,
        rows=row.rows,
        is_closed=bool(row.closed),
        why=row.why,
        is_final=bool(row.final),
    )
