"""Who was told what, when, and with which answer; and what operators do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, update

from watcher.model.delivery import OutboxState
from watcher.model.event import Event
from watcher.model.ids import short_id
from watcher.store import events, parts
from watcher.store.codec import read_event
from watcher.store.database import Transaction
from watcher.store.delivery_tables import AcknowledgementRow
from watcher.store.holding import ALONE
from watcher.store.tables import AttemptRow, EventRow, OutboxTable

event = EventRow.__table__
outbox = OutboxTable.__table__
attempt = AttemptRow.__table__
acknowledgement = AcknowledgementRow.__table__


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One (event, route, channel) and where it stands."""

    event: Event
    outbox_id: int
    route_id: str
    channel_id: str
    state: OutboxState
    attempts: int
    next_at: datetime
    finished_at: datetime | None
    maybe_sent: bool
    held: str | None
    digest_id: int | None
    """The row of the summary it goes out with."""


def list_told(
    tx: Transaction,
    *,
    states: tuple[OutboxState, ...] = (),
    channel_id: str | None = None,
    event_id: int | None = None,
    since: datetime | None = None,
    limit: int = 50,
) -> list[Told]:
    """Return alerts, newest first."""
    query = select(outbox, event.c.payload).join(event, event.c.id == outbox.c.event_id)
    if states:
        query = query.where(outbox.c.state.in_([state.value for state in states]))
    if channel_id is not None:
        query = query.where(outbox.c.channel_id == channel_id)
    if event_id is not None:
        query = query.where(event.c.id == event_id)
    if since is not None:
        query = query.where(event.c.at >= since)
    query = query.order_by(outbox.c.event_id.desc(), outbox.c.id.desc()).limit(limit)
    return [_told(row) for row in tx.run(query)]


def tries_of(tx: Transaction, outbox_id: int) -> list[dict[str, Any]]:
    """Return the tries of one row, oldest first."""
    rows = tx.run(select(attempt).where(attempt.c.outbox_id == outbox_id).order_by(attempt.c.id))
    return [
        {
            "started_at": row.started_at,
            "finished_at": row.finished_at,
            "outcome": row.outcome,
            "status": row.status,
            "answer": row.detail,
            "part": row.part,
        }
        for row in rows
    ]


def resend(
    tx: Transaction,
    event_id: int,
    *,
    channel_id: str | None = None,
    only_dead: bool = False,
    now: datetime,
) -> int:
    """Send an event's settled alerts once more, from the beginning; return how many those are.

    What was accepted, or may have been, is marked as a possible duplicate. Rows that wait by
    themselves are made due now.
    """
    again = [OutboxState.DELIVERED.value, OutboxState.DEAD.value, OutboxState.SUPPRESSED.value]
    waiting = [OutboxState.WAITING.value, OutboxState.RETRY.value]
    query = select(outbox.c.id, outbox.c.state, outbox.c.maybe_sent).where(
        outbox.c.event_id == event_id,
        or_(
            outbox.c.state.in_(again),
            and_(outbox.c.state.in_(waiting), outbox.c.digest_id.is_(None)),
        ),
    )
    if channel_id is not None:
        query = query.where(outbox.c.channel_id == channel_id)
    if only_dead:
        query = query.where(outbox.c.state == OutboxState.DEAD.value)
    rows = tx.run(query).all()
    for row in rows:
        values: dict[str, Any] = {"next_at": now, "held": ALONE}
        if row.state in again:
            was_sent = (
                row.maybe_sent
                or row.state == OutboxState.DELIVERED.value
                or parts.has_accepted(tx, row.id)
            )
            parts.forget_parts(tx, row.id)
            values |= {
                "state": OutboxState.RETRY.value,
                "attempts": 0,
                "crashes": 0,
                "maybe_sent": int(was_sent),
                "first_try_at": None,
                "finished_at": None,
                "digest_id": None,
            }
        tx.run(update(outbox).where(outbox.c.id == row.id).values(**values))
    return len(rows)


def resend_elsewhere(
    tx: Transaction,
    event_id: int,
    *,
    channel_id: str | None = None,
    to: str,
    key_of: Callable[[Event, str, str], str],
    now: datetime,
) -> int:
    """Send an event's settled alerts over another channel; return how many those are.

    What was dead is laid by: the new alert stands for it, and raises its own alarm if it dies.
    """
    settled = [OutboxState.DELIVERED.value, OutboxState.DEAD.value, OutboxState.SUPPRESSED.value]
    is_meant = [outbox.c.event_id == event_id, outbox.c.state.in_(settled)]
    is_meant.append(outbox.c.channel_id == channel_id if channel_id else outbox.c.channel_id != to)
    routes = set(tx.run(select(outbox.c.route_id).where(*is_meant)).scalars())
    before = events.channels_of(tx, event_id)
    hearers = [(route_id, to) for route_id in sorted(routes)][:1]  # one reader, one message
    events.add_hearers(tx, events.get_event(tx, event_id), hearers, key_of=key_of, due_at=now)
    sent = len(hearers) if to not in before else resend(tx, event_id, channel_id=to, now=now)
    tx.run(
        update(outbox)
        .where(*is_meant, outbox.c.state == OutboxState.DEAD.value)
        .values(state=OutboxState.SUPPRESSED.value, held=f"resent over {to}")
    )
    return sent


def dead_events(tx: Transaction, *, channel_id: str | None = None) -> list[int]:
    """Return the events of which an alert is dead, oldest first."""
    query = select(outbox.c.event_id).where(outbox.c.state == OutboxState.DEAD.value)
    if channel_id is not None:
        query = query.where(outbox.c.channel_id == channel_id)
    return list(tx.run(query.distinct().order_by(outbox.c.event_id)).scalars())


def count_unseen_dead(tx: Transaction) -> int:
    """Return how many alerts are dead that nobody has acknowledged."""
    seen = select(acknowledgement.c.event_id)
    query = select(func.count()).where(
        outbox.c.state == OutboxState.DEAD.value, outbox.c.event_id.not_in(seen)
    )
    return int(tx.run(query).scalar_one())


def acknowledge(tx: Transaction, event_id: int, *, who: str, note: str, now: datetime) -> None:
    """Note that somebody has seen an event."""
    tx.add(AcknowledgementRow(event_id=event_id, who=who, note=note, at=now))


def acknowledgements_of(tx: Transaction, event_id: int) -> list[dict[str, Any]]:
    """Return who has seen an event, in order."""
    rows = tx.run(
        select(acknowledgement)
        .where(acknowledgement.c.event_id == event_id)
        .order_by(acknowledgement.c.id)
    )
    return [{"who": row.who, "note": row.note, "at": row.at} for row in rows]


def export(
    tx: Transaction, *, since: datetime | None = None, until: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Yield one flat record a try, and one for every alert that was not tried, oldest first.

    An alert that went out in a summary has the summary's tries and names it.
    """
    carrier = outbox.alias("carrier")
    row_of = or_(
        attempt.c.outbox_id == outbox.c.id,
        and_(outbox.c.digest_id.is_not(None), attempt.c.outbox_id == outbox.c.digest_id),
    )
    query = (
        select(
            outbox,
            event.c.payload,
            carrier.c.event_id.label("carrier_event"),
            attempt.c.started_at,
            attempt.c.finished_at.label("answered_at"),
            attempt.c.outcome,
            attempt.c.status,
            attempt.c.detail,
            attempt.c.part,
        )
        .join(event, event.c.id == outbox.c.event_id)
        .outerjoin(carrier, carrier.c.id == outbox.c.digest_id)
        .outerjoin(attempt, row_of)
        .order_by(outbox.c.event_id, outbox.c.id, attempt.c.id)
    )
    if since is not None:
        query = query.where(event.c.at >= since)
    if until is not None:
        query = query.where(event.c.at < until)
    seen = _first_acknowledgements(tx)
    numbers: dict[int, int] = {}
    for row in tx.run(query):
        numbers[row.id] = numbers.get(row.id, 0) + 1
        yield _record(row, numbers[row.id], seen.get(row.event_id))


def _record(row: Row[Any], number: int, seen: tuple[str, datetime] | None) -> dict[str, Any]:
    told = read_event(row.payload)
    return {
        "event": short_id("E", row.event_id),
        "kind": told.kind.value,
        "found_at": told.at,
        "source": told.source_id,
        "notice": told.notice_id,
        "title": told.title,
        "url": told.url,
        "evidence": told.evidence,
        "route": row.route_id,
        "channel": row.channel_id,
        "state": row.state,
        "settled_at": row.finished_at,
        "summary": short_id("E", row.carrier_event) if row.carrier_event else None,
        "try": number if row.started_at else 0,
        "part": row.part,
        "started_at": row.started_at,
        "answered_at": row.answered_at,
        "outcome": row.outcome,
        "status": row.status,
        "answer": row.detail,
        "key": row.dedup_key,
        "acknowledged_by": seen[0] if seen else None,
        "acknowledged_at": seen[1] if seen else None,
    }


def _first_acknowledgements(tx: Transaction) -> dict[int, tuple[str, datetime]]:
    rows = tx.run(select(acknowledgement).order_by(acknowledgement.c.id.desc()))
    return {row.event_id: (row.who, row.at) for row in rows}


def _told(row: Row[Any]) -> Told:
    return Told(
        event=read_event(row.payload),
        outbox_id=row.id,
        route_id=row.route_id,
        channel_id=row.channel_id,
        state=OutboxState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
        finished_at=row.finished_at,
        maybe_sent=bool(row.maybe_sent),
        held=row.held,
        digest_id=row.digest_id,
    )
