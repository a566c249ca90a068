"""Claim, settle and rescue delivery work.

A row is claimed with a lease in one transaction, sent outside of any, and settled in another. A
sender that dies leaves a lease that runs out: the row comes back, marked as possibly sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from watcher.model.delivery import Attempt, OutboxRow, OutboxState, Outcome
from watcher.schedule import CRASHES_TO_POISON, next_delivery
from watcher.store.database import Transaction
from watcher.store.holding import ALONE, UNSETTLED, is_alone, is_open
from watcher.store.tables import AttemptRow, OutboxTable

outbox = OutboxTable.__table__
attempt = AttemptRow.__table__

LEASE = timedelta(seconds=120)
"""Longer than the hard limit of a sender process (60 s), so a lease outlives its sender."""


def rescue_expired(tx: Transaction, now: datetime) -> int:
    """Return rows of dead senders to the queue, due at once and marked; return how many.

    That the program died while a row was in flight says nothing about the row: it is no crash of
    its own (a sender process that dies on a row is counted where it is seen). A lease further away
    than two leases means that the clock was set back: it has run out too.
    """
    expired = and_(
        _is_sending(),
        or_(outbox.c.lease_until <= now, outbox.c.lease_until > now + 2 * LEASE),
    )
    rows = tx.run(select(outbox.c.id).where(expired)).all()
    for row in rows:
        died = Attempt(outcome=Outcome.UNKNOWN, detail="the sender died")
        _end_attempt(tx, _newest_attempt(tx, row.id), died, now)
    tx.run(
        update(outbox)
        .where(outbox.c.id.in_([row.id for row in rows]))
        .values(
            state=OutboxState.RETRY.value,
            maybe_sent=1,
            next_at=now,
            lease_until=None,
            lease_owner=None,
        )
    )
    return len(rows)


def lease_owners(tx: Transaction) -> set[str]:
    """Return the senders that hold a lease."""
    query = select(outbox.c.lease_owner).where(_is_sending())
    return {row.lease_owner for row in tx.run(query)}


def expire_leases(tx: Transaction, owners: Collection[str]) -> None:
    """End the leases of senders that are known to be dead, so that no restart waits for them."""
    tx.run(
        update(outbox)
        .where(_is_sending(), outbox.c.lease_owner.in_(list(owners)))
        .values(lease_until=outbox.c.first_try_at)
    )


def pick_next(tx: Transaction, channel_ids: Collection[str], *, now: datetime) -> OutboxRow | None:
    """Return the next due row of a channel that has no row in flight, oldest event first."""
    busy = select(outbox.c.channel_id).where(_is_sending())
    query = (
        select(outbox)
        .where(
            is_open(),
            outbox.c.next_at <= now,
            goes_alone(),
            outbox.c.channel_id.in_(list(channel_ids)),
            outbox.c.channel_id.not_in(busy),
        )
        .order_by(outbox.c.event_id, outbox.c.id)
        .limit(1)
    )
    if tx.is_postgresql:
        query = query.with_for_update(skip_locked=True)
    row = tx.run(query).one_or_none()
    return None if row is None else _read(row)


def find_row(tx: Transaction, event_id: int, channel_id: str) -> OutboxRow | None:
    """Return the row of an event on a channel."""
    query = select(outbox).where(outbox.c.event_id == event_id, outbox.c.channel_id == channel_id)
    row = tx.run(query.order_by(outbox.c.id).limit(1)).one_or_none()
    return None if row is None else _read(row)


def claim(tx: Transaction, row: OutboxRow, *, owner: str, now: datetime) -> OutboxRow:
    """Take a row for sending: it is leased, and the try is on record before anything is sent."""
    last = select(attempt.c.outcome).where(attempt.c.outbox_id == row.id)
    outcome = tx.run(last.order_by(attempt.c.id.desc()).limit(1)).scalar()
    claimed = replace(
        row,
        attempts=row.attempts + 1,
        first_try_at=row.first_try_at or now,
        state=OutboxState.SENDING,
        was_refused=row.attempts > 0 and outcome == Outcome.PERMANENT.value,
    )
    tx.run(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(
            state=OutboxState.SENDING.value,
            attempts=claimed.attempts,
            lease_until=now + LEASE,
            lease_owner=owner,
            first_try_at=claimed.first_try_at,
            held=ALONE if row.is_alone else None,
        )
    )
    return replace(claimed, attempt_id=tx.add(AttemptRow(outbox_id=row.id, started_at=now)))


def claim_next(
    tx: Transaction, channel_ids: Collection[str], *, owner: str, now: datetime
) -> OutboxRow | None:
    """Pick the next due row and claim it."""
    row = pick_next(tx, channel_ids, now=now)
    return None if row is None else claim(tx, row, owner=owner, now=now)


def goes_alone() -> ColumnElement[bool]:
    """Rows outside of any summary, told by an expression that no index fits.

    Nearly all rows are: SQLite would take the index of the few that are not.
    """
    return func.coalesce(outbox.c.digest_id, 0) == 0


def _is_sending() -> ColumnElement[bool]:
    return and_(UNSETTLED, outbox.c.state == OutboxState.SENDING.value)


def _read(row: Any) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        event_id=row.event_id,
        route_id=row.route_id,
        channel_id=row.channel_id,
        dedup_key=row.dedup_key,
        attempts=row.attempts,
        crashes=row.crashes,
        maybe_sent=bool(row.maybe_sent),
        first_try_at=row.first_try_at,
        state=OutboxState(row.state),
        is_alone=is_alone(row.held),
    )


def is_held(tx: Transaction, row: OutboxRow) -> bool:
    """Whether a claimed row is still its sender's: no rescue took it while it was in flight."""
    query = select(outbox.c.id).where(outbox.c.id == row.id, _is_sending())
    return tx.run(query).first() is not None and _newest_attempt(tx, row.id) == row.attempt_id


def note_late(tx: Transaction, row: OutboxRow, result: Attempt, *, now: datetime) -> bool:
    """Record an answer that came after the row was rescued; return whether it settles the row.

    It does where it is an acceptance and nobody has begun to send the row again. Otherwise the row
    is another sender's, and nothing but the try is written.
    """
    _end_attempt(tx, row.attempt_id, result, now)
    query = select(outbox.c.id).where(outbox.c.id == row.id, is_open())
    return result.outcome is Outcome.ACCEPTED and tx.run(query).first() is not None


def settle(
    tx: Transaction, row: OutboxRow, result: Attempt, *, now: datetime, part: int | None = None
) -> OutboxState:
    """Record how an attempt ended and when the next one is due; return where the row stands."""
    crashes = row.crashes + (1 if result.crashed else 0)
    outcome = Outcome.POISON if crashes >= CRASHES_TO_POISON else result.outcome
    tries = row.attempts - (1 if outcome is Outcome.RATE_LIMITED else 0)
    due = next_delivery(
        outcome=outcome,
        attempts=tries,
        crashes=crashes,
        key=row.dedup_key,
        first_try_at=row.first_try_at or now,
        now=now,
        retry_after_seconds=result.retry_after_seconds,
    )
    if outcome is Outcome.ACCEPTED:
        state = OutboxState.DELIVERED
    else:
        state = OutboxState.DEAD if due is None else OutboxState.RETRY
    maybe_sent = row.maybe_sent or outcome in {Outcome.UNKNOWN, Outcome.POISON}
    tx.run(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(
            state=state.value,
            attempts=tries,
            crashes=crashes,
            maybe_sent=int(maybe_sent),
            next_at=due or now,
            lease_until=None,
            lease_owner=None,
            finished_at=now if due is None else None,
        )
    )
    _end_attempt(tx, row.attempt_id, replace(result, outcome=outcome), now, part)
    return state


def settle_part(
    tx: Transaction, row: OutboxRow, result: Attempt, *, now: datetime, part: int
) -> None:
    """Record that a part was accepted and more are left: the next one begins afresh, at once."""
    tx.run(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(
            state=OutboxState.RETRY.value,
            attempts=0,
            crashes=0,
            maybe_sent=0,
            next_at=now,
            held=ALONE,
            lease_until=None,
            lease_owner=None,
        )
    )
    _end_attempt(tx, row.attempt_id, result, now, part)


def _newest_attempt(tx: Transaction, outbox_id: int) -> int:
    query = select(func.max(attempt.c.id)).where(attempt.c.outbox_id == outbox_id)
    return int(tx.run(query).scalar() or 0)


def _end_attempt(
    tx: Transaction, attempt_id: int, result: Attempt, now: datetime, part: int | None = None
) -> None:
    """Note how a try ended."""
    tx.run(
        update(attempt)
        .where(attempt.c.id == attempt_id)
        .values(
            finished_at=now,
            outcome=result.outcome.value,
            status=result.status,
            detail=result.detail[:500],
            part=part,
        )
    )


def has_due(tx: Transaction, channel_ids: Collection[str], *, now: datetime) -> bool:
    """Whether a row of the given channels may be sent now."""
    query = select(outbox.c.id).where(
        is_open(),
        outbox.c.next_at <= now,
        goes_alone(),
        outbox.c.channel_id.in_(list(channel_ids)),
    )
    return tx.run(query.limit(1)).first() is not None


def count_states(tx: Transaction) -> dict[OutboxState, int]:
    """Return how many rows stand in each state."""
    rows = tx.run(select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state))
    found = Counter({OutboxState(row.state): row.number for row in rows})
    return {state: found[state] for state in OutboxState}


def attempts_of(tx: Transaction, outbox_id: int) -> list[dict[str, Any]]:
    """Return all tries of one row, oldest first."""
    rows = tx.run(select(attempt).where(attempt.c.outbox_id == outbox_id).order_by(attempt.c.id))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  # SQLAlchemy's public name for it
