"""What was told before: so that a page or source that comes and goes is one story."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from watcher.model.event import EventKind
from watcher.store.database import Transaction
from watcher.store.tables import EventRow, RevisionRow

event = EventRow.__table__
revision = RevisionRow.__table__


def count_events(tx: Transaction, subject: str, kind: EventKind, *, since: datetime) -> int:
    """Return how many events of a kind were stored about a subject ("page:9") since an instant."""
    query = select(func.count()).where(
        event.c.subject == subject, event.c.kind == kind.value, event.c.at >= since
    )
    return int(tx.run(query).scalar_one())


def count_returns(tx: Transaction, page_id: int, content_hash: str, *, since: datetime) -> int:
    """Return how often a page has shown exactly this text since an instant."""
    query = select(func.count()).where(
        revision.c.page_id == page_id,
        revision.c.content_hash == content_hash,
        revision.c.seen_at >= since,
    )
    return int(tx.run(query).scalar_one())
