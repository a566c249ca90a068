"""How far each backfill came: all that is needed to go on after a stop at any moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from watcher.errors import InputError
from watcher.model.backfill import Backfill, BackfillEnd, BackfillState, NextPage
from watcher.model.listing import Entry
from watcher.store.database import Transaction
from watcher.store.reach_tables import BackfillRow

backfill = BackfillRow.__table__

_SAVE = update(backfill).where(
    backfill.c.id == bindparam("which"),
    backfill.c.state == BackfillState.RUNNING.value,
    backfill.c.pages_read == bindparam("pages_before"),
    backfill.c.done == bindparam("done_before"),
)


def find_running(
    tx: Transaction, source_id: str, *, since: date, until: date | None, max_pages: int | None
) -> Backfill | None:
    """Return the newest backfill begun with the same words that has not come to its end.

    Without ``until`` the day it began from does not matter.
    """
    same = [
        each
        for each in backfills_of(tx, source_id)
        if each.state is BackfillState.RUNNING
        and (each.since, each.max_pages) == (since, max_pages)
        and until in {None, each.until}
    ]
    return same[-1] if same else None


def get_backfill(tx: Transaction, number: int) -> Backfill:
    """Return a backfill by its row number."""
    return _backfill(tx.run(select(backfill).where(backfill.c.id == number)).one())


def backfills_of(tx: Transaction, source_id: str | None = None) -> list[Backfill]:
    """Return the backfills of a source (of all without an id), oldest first."""
    query = select(backfill).order_by(backfill.c.id)
    if source_id is not None:
        query = query.where(backfill.c.source_id == source_id)
    return [_backfill(row) for row in tx.run(query)]


def start(
    tx: Transaction,
    source_id: str,
    *,
    since: date,
    until: date,
    max_pages: int | None,
    now: datetime,
) -> Backfill:
    """Begin a backfill; an unfinished one of the same source and span is abandoned."""
    tx.run(
        update(backfill)
        .where(
            backfill.c.source_id == source_id,
            backfill.c.since == since,
            backfill.c.state == BackfillState.RUNNING.value,
        )
        .values(state=BackfillState.ABANDONED.value, changed_at=now)
    )
    row = BackfillRow(
        source_id=source_id,
        since=since,
        until=until,
        max_pages=max_pages,
        seen=[],
        left=[],
        pending=[],
        started_at=now,
        changed_at=now,
    )
    return get_backfill(tx, tx.add(row))


def save(tx: Transaction, before: Backfill, after: Backfill) -> None:
    """Store how far a backfill came since ``before``.

    Raises:
        InputError: another process moved it meanwhile; nothing of this transaction may stand.
    """
    values = {"which": before.id, "pages_before": before.pages_read, "done_before": before.done}
    changes = {"changed_at": after.changed_at, **_changes(before, after)}
    if "pending" in changes:
        changes["pending"] = [_entry_json(entry) for entry in after.pending]
    if tx.run(_SAVE, {**values, **changes}).rowcount != 1:
        raise InputError(
            f"another process runs the backfill of {before.source_id}",
            hint="Wait for it, or end it: this command then goes on where it was.",
        )


def _changes(before: Backfill, after: Backfill) -> dict[str, Any]:
    """Return the columns that differ: the rows of a list page are written once."""
    old, new = _columns(before), _columns(after)
    return {name: value for name, value in new.items() if value != old[name]}


def _columns(value: Backfill) -> dict[str, Any]:
    """Return what changes in the course of a backfill; rows stay entries until they are written."""
    return {
        "state": value.state.value,
        "reason": value.reason.value if value.reason else "",
        "met": int(value.has_met),
        "following": asdict(value.following) if value.following else None,
        **{name: getattr(value, name) for name in _AS_THEY_ARE},
    }


_AS_THEY_ARE = (
    *("pending", "seen", "left", "done", "pages_read", "rows", "wanted", "stored", "copies"),
    *("known", "unread", "undated", "newest_on", "oldest_on", "reached_on", "detail"),
    *("changed_at", "finished_at"),
)


def _entry_json(entry: Entry) -> dict[str, Any]:
    day = entry.published_on
    return {
        "title": entry.title,
        "url": entry.url,
        "published_on": day.isoformat() if day else None,
        "published_text": entry.published_text,
        "title_cut": entry.title_cut,
        "position": entry.position,
        "href": entry.href,
        "problems": list(entry.problems),
    }


def _entry(value: Mapping[str, Any]) -> Entry:
    day = value["published_on"]
    return Entry(
        title=value["title"],
        url=value["url"],
        published_on=date.fromisoformat(day) if day else None,
        published_text=value["published_text"],
        title_cut=value["title_cut"],
        position=value["position"],
        href=value["href"],
        problems=tuple(value["problems"]),
    )


def _backfill(row: Row[Any]) -> Backfill:
    return Backfill(
        id=row.id,
        source_id=row.source_id,
        since=row.since,
        until=row.until,
        max_pages=row.max_pages,
        state=BackfillState(row.state),
        started_at=row.started_at,
        changed_at=row.changed_at,
        following=NextPage(**row.following) if row.following else None,
        pending=tuple(_entry(each) for each in row.pending or ()),
        done=row.done,
        pages_read=row.pages_read,
        rows=row.rows,
        wanted=row.wanted,
        stored=row.stored,
        copies=row.copies,
        known=row.known,
        unread=row.unread,
        undated=row.undated,
        seen=tuple(row.seen or ()),
        left=tuple(row.left or ()),
        has_met=bool(row.met),
        newest_on=row.newest_on,
        oldest_on=row.oldest_on,
        reached_on=row.reached_on,
        reason=BackfillEnd(row.reason) if row.reason else None,
        detail=row.detail,
        finished_at=row.finished_at,
    )
