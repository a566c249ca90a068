"""Messages that a platform takes in parts: what was accepted of them, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update

from watcher.model.delivery import Part
from watcher.store.database import Transaction
from watcher.store.delivery_tables import PartRow

part = PartRow.__table__


def add_parts(tx: Transaction, outbox_id: int, bodies: Sequence[str]) -> None:
    """Store all parts of a message, so that a repeat sends the same ones."""
    rows = [
        {"outbox_id": outbox_id, "number": number, "body": body}
        for number, body in enumerate(bodies, start=1)
    ]
    tx.run(insert(part), rows)


def next_part(tx: Transaction, outbox_id: int) -> Part | None:
    """Return the first part that was not accepted yet; None where there are no parts."""
    is_left = (part.c.outbox_id == outbox_id, part.c.accepted_at.is_(None))
    row = tx.run(select(part).where(*is_left).order_by(part.c.number).limit(1)).one_or_none()
    if row is None:
        return None
    count = select(func.count()).where(part.c.outbox_id == outbox_id)
    return Part(number=row.number, count=int(tx.run(count).scalar_one()), body=row.body)


def accept_part(tx: Transaction, outbox_id: int, number: int, *, now: datetime) -> bool:
    """Note that a part was accepted; return whether others are left."""
    tx.run(
        update(part)
        .where(part.c.outbox_id == outbox_id, part.c.number == number)
        .values(accepted_at=now)
    )
    return next_part(tx, outbox_id) is not None


def has_accepted(tx: Transaction, outbox_id: int) -> bool:
    """Whether a part of a message was accepted: its readers know that much of it."""
    query = select(part.c.id).where(part.c.outbox_id == outbox_id, part.c.accepted_at.is_not(None))
    return tx.run(query.limit(1)).first() is not None


def forget_parts(tx: Transaction, outbox_id: int) -> None:
    """Drop the parts of a row that is sent anew as a whole."""
    tx.run(part.delete().where(part.c.outbox_id == outbox_id))
