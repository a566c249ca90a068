"""Labels of stored pages: read, compared with what the rules say now, and set anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, update

from watcher.model.document import Document
from watcher.model.event import Event
from watcher.model.ids import row_number, short_id
from watcher.model.known import NoticeSummary
from watcher.model.label import DocumentType, Label, Labels
from watcher.model.match import Span
from watcher.store.codec import labels_json, read_document, read_event
from watcher.store.database import Transaction
from watcher.store.notices import get_notice
from watcher.store.tables import EventRow, NoticeRow, OutboxTable, PageRow, RevisionRow

CHUNK = 200
SINGLE = ("campaign", "stage", "document_type")

page = PageRow.__table__
notice = NoticeRow.__table__
revision = RevisionRow.__table__
event = EventRow.__table__
outbox = OutboxTable.__table__


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """A page with its present text and the labels that are stored for it."""

    id: int
    notice_id: str | None
    public_id: str
    title: str
    document: Document
    labels: Labels
    speaks_for_notice: bool
    """It is the page that the notice's own labels are taken from."""


def labelled_pages(tx: Transaction, *, named_only: bool = False) -> Iterator[LabelledPage]:
    """Yield every page that has a text, in the order in which pages were first seen.

    ``named_only`` leaves out pages that name nobody on the watch-list.
    """
    last = 0
    while True:
        query = (
            select(
                *(page.c.id, page.c.notice_id, page.c.external_id, page.c.key, page.c.labels),
                *(revision.c.title, revision.c.body, revision.c.document),
                notice.c.original_page_id,
            )
            .join(revision, revision.c.id == page.c.revision_id)
            .outerjoin(notice, notice.c.id == page.c.notice_id)
            .where(page.c.id > last)
            .order_by(page.c.id)
            .limit(CHUNK)
        )
        if named_only:
            query = query.where(page.c.labels.cast(revision.c.body.type).contains('"kind":"named"'))
        rows = tx.run(query).all()
        yield from map(_page, rows)
        if len(rows) < CHUNK:
            return
        last = rows[-1].id


def _page(row: Row[Any]) -> LabelledPage:
    return LabelledPage(
        id=row.id,
        notice_id=None if row.notice_id is None else short_id("N", row.notice_id),
        public_id=row.external_id or row.key,
        title=row.title,
        document=read_document(row.title, row.body, row.document),
        labels=read_labels(row.labels or []),
        speaks_for_notice=row.original_page_id == row.id,
    )


def read_labels(rows: Iterable[dict[str, Any]]) -> Labels:
    """Return the labels that were stored as JSON."""
    found = [
        Label(**{**row, "spans": tuple(Span(**span) for span in row["spans"])}) for row in rows
    ]
    campaigns = tuple(label for label in found if label.kind == "campaign")
    single = {kind: next((one for one in found if one.kind == kind), None) for kind in SINGLE}
    return Labels(
        campaign=single["campaign"],
        campaigns=campaigns,
        stage=single["stage"],
        document_type=single["document_type"],
        others=tuple(label for label in found if label.kind not in SINGLE),
    )


def labels_of(tx: Transaction, page_id: int) -> Labels:
    """Return the labels stored for a page."""
    return read_labels(tx.run(select(page.c.labels).where(page.c.id == page_id)).scalar() or [])


def set_labels(tx: Transaction, found: LabelledPage, labels: Labels) -> None:
    """Give a page other labels, and its notice too where the page speaks for it. Nobody is told."""
    values = {kind: _value(getattr(labels, kind)) for kind in SINGLE}
    tx.run(update(page).where(page.c.id == found.id).values(labels=labels_json(labels), **values))
    if found.speaks_for_notice and found.notice_id is not None:
        number = row_number("N", found.notice_id)
        tx.run(update(notice).where(notice.c.id == number).values(**values))


def _value(label: Label | None) -> str | None:
    return label.value if label else None


def notices_of_campaign(
    tx: Transaction, name: str, types: Iterable[DocumentType], *, limit: int = 12
) -> list[NoticeSummary]:
    """Return the notices of a campaign (its exact name) of the given types.

    The issuer's own come first, then the earliest known.
    """
    wanted = [kind.value for kind in types]
    rows = tx.run(
        select(notice.c.id)
        .where(notice.c.campaign == name, notice.c.merged_into.is_(None))
        .where(notice.c.document_type.in_(wanted))
        .order_by(notice.c.official.desc(), notice.c.id)
        .limit(limit)
    )
    found = (get_notice(tx, short_id("N", row.id)) for row in rows.all())
    return [one for one in found if one is not None]


def told_events(tx: Transaction, notice_id: str) -> list[Event]:
    """Return the events about a notice that somebody was or is to be told."""
    has_hearers = select(func.count()).where(outbox.c.event_id == event.c.id).scalar_subquery()
    rows = tx.run(
        select(event.c.payload)
        .where(event.c.notice_id == row_number("N", notice_id), has_hearers > 0)
        .order_by(event.c.id)
    )
    return [read_event(row.payload) for row in rows]
