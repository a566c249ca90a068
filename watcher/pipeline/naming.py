"""An alert of its own where a page names the user's own and would otherwise tell nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from watcher.model.event import Event, EventKind
from watcher.store.database import Transaction
from watcher.store.labels import told_events

RECENT = timedelta(days=7)
"""On the first pass over a source only what is not older than this is told."""


def make_named(tx: Transaction, event: Event, *, is_first_pass: bool) -> Event | None:
    """Return the event that tells of the names in an event's page; None where there is no need.

    Possible hits alone raise nothing, and nobody is told of a name twice for one notice.
    """
    sure = {hit.entry_id for hit in event.named if hit.kind.is_sure}
    if not sure or event.notice_id is None:
        return None
    if is_first_pass and not _is_recent(event):
        return None
    told = {hit.entry_id for each in told_events(tx, event.notice_id) for hit in each.named}
    if sure <= told:
        return None
    return replace(event, kind=EventKind.NAMED, id=0, seq=0, diff=None)


def _is_recent(event: Event) -> bool:
    return event.published_on is not None and event.at.date() - event.published_on <= RECENT
