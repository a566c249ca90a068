"""Rows that go out together: one summary row stands for its members until it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from watcher.model.delivery import OutboxRow, OutboxState
from watcher.model.event import EventKind
from watcher.store.database import Transaction
from watcher.store.holding import ALONE, UNSETTLED, is_open, may_join
from watcher.store.outbox import goes_alone
from watcher.store.tables import EventRow, OutboxTable

outbox = OutboxTable.__table__
event = EventRow.__table__
HELD_FOR_DIGEST = "digest"


def _may_join(channel_id: str) -> ColumnElement[bool]:
    """Rows of a channel that could go out together, due or not."""
    return and_(
        outbox.c.channel_id == channel_id,
        is_open(),
        goes_alone(),
        may_join(),
        event.c.kind.not_in([EventKind.DIGEST.value, EventKind.TEST.value]),
    )


def count_waiting(tx: Transaction, channel_id: str, *, now: datetime) -> int:
    """Return how many due rows of a channel could go out together."""
    query = (
        select(func.count())
        .select_from(outbox.join(event, event.c.id == outbox.c.event_id))
        .where(_may_join(channel_id), outbox.c.next_at <= now)
    )
    return int(tx.run(query).scalar_one())


def list_waiting(
    tx: Transaction, channel_id: str, *, now: datetime, limit: int, planned: bool = False
) -> list[tuple[int, int, str]]:
    """Return (row id, event id, route id) of due rows that could go out together, oldest first.

    With ``planned`` also those that wait for the channel's summary.
    """
    due = outbox.c.next_at <= now
    if planned:
        due = or_(due, outbox.c.held == HELD_FOR_DIGEST)
    query = (
        select(outbox.c.id, outbox.c.event_id, outbox.c.route_id)
        .join(event, event.c.id == outbox.c.event_id)
        .where(_may_join(channel_id), due)
        .order_by(outbox.c.event_id, outbox.c.id)
        .limit(limit)
    )
    return [(row.id, row.event_id, row.route_id) for row in tx.run(query)]


def list_untold(
    tx: Transaction, channel_id: str, *, before: datetime, limit: int
) -> list[tuple[int, int]]:
    """Return (row id, event id) of rows due since an instant that no fallback was told of yet."""
    query = (
        select(outbox.c.id, outbox.c.event_id)
        .join(event, event.c.id == outbox.c.event_id)
        .where(
            outbox.c.channel_id == channel_id,
            is_open(),
            outbox.c.told_elsewhere.is_(None),
            or_(outbox.c.next_at <= before, outbox.c.attempts > 0),
            event.c.kind.not_in([EventKind.DIGEST.value, EventKind.TEST.value]),
        )
        .order_by(outbox.c.event_id)
        .limit(limit)
    )
    return [(row.id, row.event_id) for row in tx.run(query)]


def note_told_elsewhere(tx: Transaction, row_ids: Sequence[int]) -> None:
    """Remember that the fallback channel was told of these rows."""
    tx.run(update(outbox).where(outbox.c.id.in_(row_ids)).values(told_elsewhere=1))


def pack(tx: Transaction, digest_row_id: int, row_ids: Sequence[int]) -> None:
    """Let rows go out with a summary."""
    tx.run(
        update(outbox).where(outbox.c.id.in_(row_ids)).values(digest_id=digest_row_id, held=None)
    )


def settle_members(tx: Transaction, row: OutboxRow, *, now: datetime) -> None:
    """The summary was accepted: so were the alerts in it that were not settled before."""
    tx.run(
        update(outbox)
        .where(UNSETTLED, outbox.c.digest_id == row.id)
        .values(state=OutboxState.DELIVERED.value, finished_at=now, next_at=now)
    )


def free_members(tx: Transaction, row: OutboxRow, *, now: datetime, maybe_sent: bool) -> int:
    """The summary died: its members are sent one by one. Return how many there are."""
    return tx.run(
        update(outbox)
        .where(UNSETTLED, outbox.c.digest_id == row.id)
        .values(digest_id=None, held=ALONE, next_at=now, maybe_sent=int(maybe_sent))
    ).rowcount
