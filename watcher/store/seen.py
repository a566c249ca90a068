"""The rows that each source's own list has shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from watcher.model.known import SeenRow
from watcher.store.database import Transaction
from watcher.store.tables import PageRow
from watcher.store.truth_tables import SeenRowTable

seen = SeenRowTable.__table__
page = PageRow.__table__

MANY = 500
"""Keys asked for in one statement; SQLite bounds the number of parameters."""

_FIRST_PAGE = (
    select(seen)
    .where(seen.c.source_id == bindparam("wanted"), seen.c.position >= 0)
    .order_by(seen.c.position)
)
_INSERT = insert(seen)
_MOVE = (
    update(seen)
    .where(seen.c.source_id == bindparam("of_source"), seen.c.key == bindparam("of_key"))
    .values(position=bindparam("at"), title_key=bindparam("titled"))
)


def first_page(tx: Transaction, source_id: str) -> dict[str, SeenRow]:
    """Return the rows of the first page at the last good check, by key, in list order."""
    return {row.key: _seen(row) for row in tx.run(_FIRST_PAGE, {"wanted": source_id})}


def find_rows(tx: Transaction, source_id: str, keys: Sequence[str]) -> dict[str, SeenRow]:
    """Return those of the given keys that the source's list has shown before."""
    found: dict[str, SeenRow] = {}
    for start in range(0, len(keys), MANY):
        rows = tx.run(
            select(seen).where(
                seen.c.source_id == source_id, seen.c.key.in_(keys[start : start + MANY])
            )
        )
        found.update((row.key, _seen(row)) for row in rows)
    return found


def note_rows(
    tx: Transaction,
    source_id: str,
    rows: Mapping[str, SeenRow],
    known: Mapping[str, SeenRow],
) -> None:
    """Remember the rows of a listing: new ones are added, moved or retitled ones updated.

    ``known`` are the rows of the same keys as they were remembered; ``first_seen_at`` and the day
    of those stay.
    """
    fresh = [
        {
            "source_id": source_id,
            "key": key,
            "title_key": row.title_key,
            "published_on": row.published_on,
            "position": row.position,
            "first_seen_at": row.first_seen_at,
        }
        for key, row in rows.items()
        if key not in known
    ]
    moved = [
        {"of_source": source_id, "of_key": key, "at": row.position, "titled": row.title_key}
        for key, row in rows.items()
        if key in known
        and (row.position, row.title_key) != (known[key].position, known[key].title_key)
    ]
    if fresh:
        tx.run(_INSERT, fresh)
    if moved:
        tx.run(_MOVE, moved)


def published_days(tx: Transaction, source_id: str, since: date) -> set[date]:
    """Return the days, not before ``since``, on which a source published as far as is known."""
    listed = select(seen.c.published_on).where(
        seen.c.source_id == source_id, seen.c.published_on >= since
    )
    stored = select(page.c.published_on).where(
        page.c.source_id == source_id, page.c.published_on >= since
    )
    return {row.published_on for row in tx.run(listed.union(stored))}


def first_seen_days(tx: Transaction, source_id: str, after: datetime) -> set[date]:
    """Return the days on which rows without a date were first seen, after the first pass."""
    rows = tx.run(
        select(seen.c.first_seen_at).where(
            seen.c.source_id == source_id,
            seen.c.published_on.is_(None),
            seen.c.first_seen_at > after,
        )
    )
    return {row.first_seen_at.date() for row in rows}


def _seen(row: Row[Any]) -> SeenRow:
    return SeenRow(
        key=row.key,
        title_key=row.title_key,
        published_on=row.published_on,
        position=row.position,
        first_seen_at=row.first_seen_at,
    )
