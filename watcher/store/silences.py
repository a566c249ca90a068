"""Silences: what is held back, until when, and why. None is ever deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from watcher.model.event import EventKind, Silence
from watcher.store import holding
from watcher.store.database import Transaction
from watcher.store.delivery_tables import SilenceRow

silence = SilenceRow.__table__


def add_silence(tx: Transaction, value: Silence, *, now: datetime) -> int:
    """Store a silence; return its number."""
    return tx.add(
        SilenceRow(
            until=value.until,
            events=sorted(kind.value for kind in value.events),
            sources=sorted(value.sources),
            campaigns=list(value.campaigns),
            reason=value.reason,
            created_at=now,
        )
    )


def list_silences(tx: Transaction, *, now: datetime | None = None) -> list[Silence]:
    """Return all silences, or those that have not ended at ``now``, oldest first."""
    query = select(silence).order_by(silence.c.id)
    if now is not None:
        query = query.where(silence.c.until > now)
    return [
        Silence(
            id=row.id,
            until=row.until,
            events=frozenset(EventKind(kind) for kind in row.events or ()),
            sources=frozenset(row.sources or ()),
            campaigns=tuple(row.campaigns or ()),
            reason=row.reason,
        )
        for row in tx.run(query)
    ]


def end_silence(tx: Transaction, number: int, *, now: datetime) -> int | None:
    """End a silence now; return how many alerts it held, None where no such silence is on."""
    ended = tx.run(
        update(silence).where(silence.c.id == number, silence.c.until > now).values(until=now)
    )
    return holding.release_held(tx, held_by(number), now=now) if ended.rowcount else None


def held_by(number: int) -> str:
    """Return the word by which an outbox row says that a silence holds it."""
    return f"silence:{number}"
