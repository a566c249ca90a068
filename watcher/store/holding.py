"""Why rows of the outbox wait, which may not join a summary, and which wait in vain."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from watcher.model.delivery import OutboxState, Outcome
from watcher.store.database import Transaction
from watcher.store.tables import AttemptRow, EventRow, OutboxTable

outbox = OutboxTable.__table__
attempt = AttemptRow.__table__
event = EventRow.__table__

ALONE = "alone"
"""A row that may not join a summary: it began to go out, its summary died, or it is sent again.

It stays so for good: what holds it back besides is written behind, as in "alone silence:3".
"""
CLOCK_SLACK = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=2)
"""Longer than any repeat waits: an hour, and half as much of jitter."""
UNSETTLED: ColumnElement[bool] = literal_column("outbox.state IN ('waiting','retry','sending')")
"""Without a type: a Boolean one is written "... = 1" for SQLite, which fits no partial index."""


def is_open() -> ColumnElement[bool]:
    """Rows that wait to be sent.

    The first term stands there to the letter of the indexes' own condition: SQLite uses a partial
    index only where it finds its condition in the query, and never through bound values.
    """
    waiting = outbox.c.state.in_([OutboxState.WAITING.value, OutboxState.RETRY.value])
    return and_(UNSETTLED, waiting)


def is_alone(held: str | None) -> bool:
    """Whether ``held`` says that a row may not join a summary."""
    return held is not None and held.startswith(ALONE)


def may_join() -> ColumnElement[bool]:
    """Rows that may go out in a summary: a possible duplicate goes alone, where it is marked."""
    return and_(outbox.c.maybe_sent == 0, or_(outbox.c.held.is_(None), not_(_starts_alone())))


def hold(tx: Transaction, row_ids: Collection[int], *, until: datetime, why: str) -> None:
    """Let rows wait; ``why`` is "quiet", "digest" or "silence:3"."""
    held = case((_starts_alone(), f"{ALONE} {why}"), else_=why)
    tx.run(update(outbox).where(outbox.c.id.in_(row_ids)).values(next_at=until, held=held))


def release_held(tx: Transaction, why: str, *, now: datetime) -> int:
    """Make the rows that were held for a reason due now; return how many."""
    held = case((_starts_alone(), ALONE), else_=None)
    return tx.run(
        update(outbox)
        .where(is_open(), outbox.c.held.in_([why, f"{ALONE} {why}"]))
        .values(next_at=now, held=held)
    ).rowcount


def recall(tx: Transaction, *, now: datetime) -> int:
    """Make due what waits only because the clock was ahead when it was found; return how many.

    An event of the future, or a repeat due later than any back-off lasts, tells that the clock was
    set back since. What holds a row for a reason is judged anew when it is chosen.
    """
    far = and_(
        outbox.c.state == OutboxState.RETRY.value,
        outbox.c.next_at > now + LONGEST_BACK_OFF,
        or_(outbox.c.held.is_(None), outbox.c.held == ALONE),
    )
    query = (
        select(outbox.c.id)
        .join(event, event.c.id == outbox.c.event_id)
        .where(is_open(), outbox.c.next_at > now, or_(event.c.at > now + CLOCK_SLACK, far))
    )
    found = list(tx.run(query).scalars())
    if found:
        tx.run(update(outbox).where(outbox.c.id.in_(found)).values(next_at=now))
    return len(found)


def waiting_channels(tx: Transaction) -> dict[str, int]:
    """Return how many rows wait for each channel that rows wait for."""
    number = func.count().label("number")
    query = select(outbox.c.channel_id, number).where(is_open()).group_by(outbox.c.channel_id)
    return {row.channel_id: row.number for row in tx.run(query)}


def give_up(tx: Transaction, channel_id: str, *, why: str, now: datetime) -> list[int]:
    """Let all rows die that wait for a channel; return the numbers of their events.

    The reason stands as a try of its own in the audit.
    """
    query = select(outbox.c.id, outbox.c.event_id).where(
        is_open(), outbox.c.channel_id == channel_id
    )
    rows = tx.run(query.order_by(outbox.c.event_id, outbox.c.id)).all()
    if not rows:
        return []
    tx.run(
        update(outbox)
        .where(outbox.c.id.in_([row.id for row in rows]))
        .values(
            state=OutboxState.DEAD.value, finished_at=now, next_at=now, held=None, digest_id=None
        )
    )
    noted = {
        "started_at": now,
        "finished_at": now,
        "outcome": Outcome.PERMANENT.value,
        "detail": why,
    }
    tx.run(insert(attempt), [noted | {"outbox_id": row.id} for row in rows])
    return [row.event_id for row in rows]


def _starts_alone() -> ColumnElement[bool]:
    return func.substr(outbox.c.held, 1, len(ALONE)) == ALONE
