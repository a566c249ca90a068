"""What is remembered of each source, and the log of its checks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, or_, select, update

from watcher.model.health import CheckOutcome, Health, SourceState
from watcher.store.database import Transaction
from watcher.store.tables import CheckRow, SourceRow

source = SourceRow.__table__
check_log = CheckRow.__table__

_BY_ID = select(source).where(source.c.id == bindparam("wanted"))
_KNOWN = select(source.c.id).where(source.c.next_check_at.is_not(None))
_DUE = (
    select(source.c.id)
    .where(
        or_(source.c.next_check_at <= bindparam("now"), source.c.last_check_at > bindparam("now"))
    )
    .order_by(source.c.next_check_at)
)
_CHANGE = update(source).where(source.c.id == bindparam("wanted"))
_INSERT = insert(source)
_LOG = insert(check_log)
"""Statements of every tick and check: building one anew costs more than running it."""

CHECKS_KEPT = 500
"""Checks kept a source; older ones say nothing that the state does not."""


def get_state(tx: Transaction, source_id: str) -> SourceState:
    """Return a source's state; a source never seen is :attr:`Health.NEW`."""
    row = tx.run(_BY_ID, {"wanted": source_id}).one_or_none()
    return SourceState(source_id=source_id) if row is None else read_state(row)


def all_states(tx: Transaction) -> dict[str, SourceState]:
    """Return the states of all sources ever checked, by id."""
    return {row.id: read_state(row) for row in tx.run(select(source))}


def due_sources(tx: Transaction, source_ids: Collection[str], now: datetime) -> list[str]:
    """Return the ids of the given sources that are to be checked now, longest waiting first.

    A last check that lies in the future means that the clock was set back: the source is due.
    """
    known = set(tx.run(_KNOWN).scalars())
    wanted = set(source_ids)
    due = [each for each in tx.run(_DUE, {"now": now}).scalars() if each in wanted]
    return [source_id for source_id in source_ids if source_id not in known] + due


def make_due(tx: Transaction, source_ids: Collection[str], now: datetime) -> None:
    """Let the given sources be checked at the next tick."""
    tx.run(update(source).where(source.c.id.in_(list(source_ids))).values(next_check_at=now))


def save_state(tx: Transaction, state: SourceState) -> None:
    """Store a source's state whole."""
    values = {
        "health": state.health.value,
        "diagnosis": state.diagnosis,
        "hint": state.hint,
        "baseline_at": state.baseline_at,
        "next_check_at": state.next_check_at,
        "last_check_at": state.last_check_at,
        "last_ok_at": state.last_ok_at,
        "failures": state.failures,
        "told_unhealthy": int(state.told_unhealthy),
        "etag": state.etag,
        "last_modified": state.last_modified,
        "listing_sha256": state.listing_sha256,
        "rows_sha256": state.rows_sha256,
        "rows": state.rows,
        "since_at": state.since_at,
        "told_soft": state.told_soft,
        "newest_on": state.newest_on,
        "limit_days": state.limit_days,
        "limit_on": state.limit_on,
        "deep_at": state.deep_at,
    }
    result = tx.run(_CHANGE, {"wanted": state.source_id, **values})
    if result.rowcount == 0:
        tx.run(_INSERT, {"id": state.source_id, **values})


def log_check(
    tx: Transaction,
    source_id: str,
    outcome: CheckOutcome,
    *,
    started_at: datetime,
    finished_at: datetime,
) -> None:
    """Keep one line about one pass; the oldest lines of the source go."""
    key = tx.run(
        _LOG,
        {
            "source_id": source_id,
            "started_at": started_at,
            "finished_at": finished_at,
            "health": outcome.health.value,
            "diagnosis": outcome.diagnosis,
            "rows": outcome.rows,
            "new": outcome.new,
            "changed": outcome.changed,
            "unchanged": int(outcome.unchanged),
            "problems": list(outcome.problems),
        },
    ).inserted_primary_key
    if key is not None and key[0] % 50 == 0:
        kept = (
            select(check_log.c.id)
            .where(check_log.c.source_id == source_id)
            .order_by(check_log.c.id.desc())
            .limit(CHECKS_KEPT)
        )
        tx.run(
            delete(check_log).where(
                check_log.c.source_id == source_id, check_log.c.id.not_in(kept.scalar_subquery())
            )
        )


def recent_checks(tx: Transaction, source_id: str, limit: int) -> list[dict[str, Any]]:
    """Return the newest checks of a source as plain values, newest first."""
    rows = tx.run(
        select(check_log)
        .where(check_log.c.source_id == source_id)
        .order_by(check_log.c.id.desc())
        .limit(limit)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  # SQLAlchemy's public name for it


def last_failure_at(tx: Transaction, source_id: str) -> datetime | None:
    """Return when a source last could not be read, as far as its log goes back."""
    broken = [health.value for health in Health if health.is_broken]
    row = tx.run(
        select(check_log.c.finished_at)
        .where(check_log.c.source_id == source_id, check_log.c.health.in_(broken))
        .order_by(check_log.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else row.finished_at


def forget_validators(tx: Transaction, source_id: str) -> None:
    """Make the next check read the listing whole (its rules were changed)."""
    state = get_state(tx, source_id)
    save_state(
        tx,
        replace(state, etag=None, last_modified=None, listing_sha256=None, rows_sha256=None),
    )


def broken_sources(tx: Transaction) -> list[SourceState]:
    """Return the sources of which nothing can be said at present."""
    broken = [health.value for health in Health if health.is_broken]
    rows = tx.run(
        select(source).where(or_(source.c.health.in_(broken), source.c.told_unhealthy == 1))
    )
    return [read_state(row) for row in rows]


def read_state(row: Row[Any]) -> SourceState:
    """Map a row to the domain."""
    return SourceState(
        source_id=row.id,
        health=Health(row.health),
        diagnosis=row.diagnosis,
        hint=row.hint,
        baseline_at=row.baseline_at,
        next_check_at=row.next_check_at,
        last_check_at=row.last_check_at,
        last_ok_at=row.last_ok_at,
        failures=row.failures,
        told_unhealthy=bool(row.told_unhealthy),
        etag=row.etag,
        last_modified=row.last_modified,
        listing_sha256=row.listing_sha256,
        rows_sha256=row.rows_sha256,
        rows=row.rows,
        since_at=row.since_at,
        told_soft=row.told_soft,
        newest_on=row.newest_on,
        limit_days=row.limit_days,
        limit_on=row.limit_on,
        deep_at=row.deep_at,
    )
