"""Events and the outbox rows that are born with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from watcher.model.event import Event, EventKind
from watcher.model.ids import row_number, short_id
from watcher.store.codec import event_json, read_event
from watcher.store.database import Transaction
from watcher.store.tables import EventRow, OutboxTable

event = EventRow.__table__
outbox = OutboxTable.__table__


def add_event(
    tx: Transaction,
    value: Event,
    *,
    subject: str,
    page_id: int | None = None,
    hearers: Sequence[tuple[str, str]],
    key_of: Callable[[Event, str, str], str],
    wait_seconds: float = 0.0,
) -> Event:
    """Store an event together with one outbox row per (route id, channel id) of ``hearers``.

    ``subject`` ("notice:…", "page:…", "source:…") is what the sequence counts; ``key_of`` gives
    the idempotency key of an (event, route, channel). Returns the event with its id and sequence.
    """
    last = tx.run(
        select(func.max(event.c.seq)).where(
            event.c.subject == subject, event.c.kind == value.kind.value
        )
    ).scalar()
    value = replace(value, seq=int(last or 0) + 1, subject=subject)
    number = row_number("N", value.notice_id) if value.notice_id else None
    event_id = tx.add(
        EventRow(
            kind=value.kind.value,
            subject=subject,
            seq=value.seq,
            source_id=value.source_id,
            notice_id=number,
            page_id=page_id,
            content_hash=value.content_hash,
            at=value.at,
            payload="",
        )
    )
    value = replace(value, id=event_id)
    tx.run(update(event).where(event.c.id == event_id).values(payload=event_json(value)))
    add_hearers(
        tx, value, hearers, key_of=key_of, due_at=value.at + timedelta(seconds=wait_seconds)
    )
    return value


def add_hearers(
    tx: Transaction,
    value: Event,
    hearers: Sequence[tuple[str, str]],
    *,
    key_of: Callable[[Event, str, str], str],
    due_at: datetime,
) -> None:
    """Add an outbox row for every (route id, channel id) that has none for this event yet."""
    query = select(outbox.c.route_id, outbox.c.channel_id).where(outbox.c.event_id == value.id)
    known = {(row.route_id, row.channel_id) for row in tx.run(query)}
    rows = [
        {
            "event_id": value.id,
            "route_id": route_id,
            "channel_id": channel_id,
            "dedup_key": key_of(value, route_id, channel_id),
            "state": "waiting",
            "attempts": 0,
            "crashes": 0,
            "maybe_sent": 0,
            "next_at": due_at,
        }
        for route_id, channel_id in dict.fromkeys(hearers)
        if (route_id, channel_id) not in known
    ]
    if rows:
        tx.run(insert(outbox), rows)


def channels_of(tx: Transaction, event_id: int) -> set[str]:
    """Return the channels that an event goes or went to."""
    query = select(outbox.c.channel_id).where(outbox.c.event_id == event_id)
    return set(tx.run(query).scalars())


def get_event(tx: Transaction, event_id: int) -> Event:
    """Return an event by its row number."""
    payload = tx.run(select(event.c.payload).where(event.c.id == event_id)).scalar_one()
    return read_event(payload)


def get_events(tx: Transaction, event_ids: Sequence[int]) -> list[Event]:
    """Return events by their row numbers, oldest first; numbers of none are left out."""
    rows = tx.run(select(event.c.payload).where(event.c.id.in_(event_ids)).order_by(event.c.id))
    return [read_event(row.payload) for row in rows]


def unsent_event(tx: Transaction, notice_id: str, kind: EventKind) -> Event | None:
    """Return the newest event of a kind about a notice if nobody was told of it yet.

    None also where it had no hearers: then there is nothing that could still be put right.
    """
    number = row_number("N", notice_id)
    row = tx.run(
        select(event.c.id, event.c.payload)
        .where(event.c.notice_id == number, event.c.kind == kind.value)
        .order_by(event.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    rows = tx.run(
        select(outbox.c.state, outbox.c.attempts, outbox.c.digest_id).where(
            outbox.c.event_id == row.id
        )
    ).all()
    if not rows or any(each.state != "waiting" or each.attempts or each.digest_id for each in rows):
        return None
    return read_event(row.payload)


def page_of(tx: Transaction, event_id: int) -> int | None:
    """Return the row number of the page that an event speaks of."""
    return tx.run(select(event.c.page_id).where(event.c.id == event_id)).scalar()


def newest_of_page(tx: Transaction, page_id: int, kinds: Sequence[EventKind]) -> Event | None:
    """Return the newest event of some kinds about a page, None where there was none."""
    query = select(event.c.payload).where(
        event.c.page_id == page_id, event.c.kind.in_([kind.value for kind in kinds])
    )
    payload = tx.run(query.order_by(event.c.id.desc()).limit(1)).scalar()
    return read_event(payload) if payload else None


def newest_about(tx: Transaction, notice_id: str) -> Event | None:
    """Return the newest event about a notice, None where nothing was ever told of it."""
    query = select(event.c.payload).where(event.c.notice_id == row_number("N", notice_id))
    payload = tx.run(query.order_by(event.c.id.desc()).limit(1)).scalar()
    return read_event(payload) if payload else None


def replace_event(tx: Transaction, value: Event, *, page_id: int) -> None:
    """Let an event nobody was told of yet speak of another page."""
    tx.run(
        update(event)
        .where(event.c.id == value.id)
        .values(
            payload=event_json(value),
            source_id=value.source_id,
            notice_id=row_number("N", value.notice_id) if value.notice_id else None,
            page_id=page_id,
            content_hash=value.content_hash,
        )
    )


def list_events(
    tx: Transaction, *, since_id: int = 0, kinds: Sequence[EventKind] = (), limit: int = 100
) -> list[Event]:
    """Return events after ``since_id``, oldest first."""
    query = select(event.c.payload).where(event.c.id > since_id)
    if kinds:
        query = query.where(event.c.kind.in_([kind.value for kind in kinds]))
    rows = tx.run(query.order_by(event.c.id).limit(limit))
    return [read_event(row.payload) for row in rows]


def last_event_id(tx: Transaction) -> int:
    """Return the newest event's row number, 0 where there is none."""
    return int(tx.run(select(func.max(event.c.id))).scalar() or 0)


def deliveries_of(tx: Transaction, notice_id: str) -> list[dict[str, Any]]:
    """Return who was to be told what about a notice, and what became of it."""
    rows: Sequence[Row[Any]] = tx.run(
        select(
            event.c.id.label("event"),
            event.c.kind,
            event.c.at,
            outbox.c.route_id,
            outbox.c.channel_id,
            outbox.c.state,
            outbox.c.attempts,
            outbox.c.finished_at,
        )
        .join(outbox, outbox.c.event_id == event.c.id)
        .where(event.c.notice_id == row_number("N", notice_id))
        .order_by(outbox.c.id)
    ).all()
    return [
        {
            "event": short_id("E", row.event),
            "kind": row.kind,
            "at": row.at,
            "route": row.route_id,
            "channel": row.channel_id,
            "state": row.state,
            "attempts": row.attempts,
            "finished_at": row.finished_at,
        }
        for row in rows
    ]


def found_to_accepted(tx: Transaction, since: datetime) -> list[float]:
    """Return the seconds from event to acceptance of all deliveries finished since an instant."""
    rows = tx.run(
        select(event.c.at, outbox.c.finished_at)
        .join(outbox, outbox.c.event_id == event.c.id)
        .where(outbox.c.state == "delivered", outbox.c.finished_at >= since)
    )
    return [(row.finished_at - row.at).total_seconds() for row in rows]
