"""What is told when a family came apart: each notice once, of a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from watcher.campaigns.facts import list_bodies
from watcher.model.event import Event, EventKind
from watcher.model.known import KnownPage, PageState
from watcher.model.match import Relation
from watcher.pipeline import families
from watcher.pipeline.tell import Teller
from watcher.store import events, notices, pages
from watcher.store.database import Transaction

TOLD = (EventKind.NEW, EventKind.OFFICIAL)


def tell_parted(tx: Transaction, teller: Teller, parted: Iterable[KnownPage]) -> None:
    """Tell of every notice that came out of a family and none of whose pages was told as one.

    Pages of which nothing was ever told (a first pass, an ingest) stay silent; what was told of one
    as a copy is told aloud, however silent the arrival that showed it.
    """
    numbers = dict.fromkeys(pages.get_page(tx, page.id).notice_id for page in parted)
    for notice_id in filter(None, numbers):
        members = notices.pages_of(tx, notice_id)
        if any(events.newest_of_page(tx, page.id, TOLD) for page in members):
            continue
        found = _find_spoken(tx, members)
        if found is not None:
            page, told = found
            event = _as_new(tx, page, told, notice_id)
            document = families.stored_document(tx, page)
            teller.aloud.store(
                tx,
                replace(event, at=teller.now),
                subject=f"notice:{notice_id}",
                page_id=page.id,
                body=document.whole_text,
            )


def _find_spoken(tx: Transaction, members: Sequence[KnownPage]) -> tuple[KnownPage, Event] | None:
    """Return the first live page, the original before others, that was told of as a copy."""
    for page in members:
        told = events.newest_of_page(tx, page.id, (EventKind.COPY,))
        if told is not None and page.state is PageState.LIVE:
            return page, told
    return None


def _as_new(tx: Transaction, page: KnownPage, told: Event, notice_id: str) -> Event:
    """Turn the event of a copy into that of a notice: what it had from the other notice is left."""
    document = families.stored_document(tx, page)
    return replace(
        told,
        kind=EventKind.NEW,
        notice_id=notice_id,
        published_on=page.published_on or document.published_on,
        issuer="、".join(list_bodies(document.issuer or "")) or None,
        campaign=page.campaign,
        stage=page.stage,
        document_type=page.document_type,
        relation=Relation.ORIGINAL.value,
        score=None,
        id=0,
        seq=0,
    )
