"""Known pages and their revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from watcher.model.document import Document
from watcher.model.ids import short_id
from watcher.model.known import KnownPage, PageState, Revision
from watcher.model.label import Labels
from watcher.store.codec import document_details, labels_json, read_document
from watcher.store.database import Transaction
from watcher.store.tables import PageRow, RevisionRow

page = PageRow.__table__
revision = RevisionRow.__table__

_COLUMNS = [column for column in page.c if column.name not in {"labels", "revision_id"}]
"""What a KnownPage is made of; labels are JSON, and to read them costs as much as all the rest."""
_BY_KEY = select(*_COLUMNS).where(page.c.key == bindparam("wanted"))
_BY_KEYS = select(*_COLUMNS).where(page.c.key.in_(bindparam("wanted", expanding=True)))
_BY_ID = select(*_COLUMNS).where(page.c.id == bindparam("wanted"))
_OF_SOURCE = (
    select(*_COLUMNS)
    .where(page.c.source_id == bindparam("wanted"), page.c.listed == bindparam("is_listed"))
    .order_by(page.c.position, page.c.id)
)
_INSERT = insert(page)
_CHANGE = update(page).where(page.c.id == bindparam("changed"))
_MARK = (
    update(page)
    .where(page.c.id == bindparam("changed"))
    .values(listed=1, position=bindparam("at"), last_seen_at=bindparam("seen_at"))
)
_PRESENT = (
    select(revision.c.title, revision.c.body, revision.c.document)
    .join(page, page.c.revision_id == revision.c.id)
    .where(page.c.id == bindparam("wanted"))
)
"""Statements that every document needs: building one anew costs more than running it."""

_DUE = (
    select(*_COLUMNS)
    .where(page.c.source_id == bindparam("wanted"), page.c.recheck_at <= bindparam("at"))
    .order_by(page.c.recheck_at, page.c.id)
    .limit(bindparam("most"))
)

MANY = 500
"""Keys asked for in one statement; SQLite bounds the number of parameters."""


def find_page(tx: Transaction, key: str) -> KnownPage | None:
    """Return the page of a key, if it is known."""
    row = tx.run(_BY_KEY, {"wanted": key}).one_or_none()
    return None if row is None else known_page(row)


def find_pages(tx: Transaction, keys: Sequence[str]) -> dict[str, KnownPage]:
    """Return the known pages among the given keys."""
    found: dict[str, KnownPage] = {}
    for start in range(0, len(keys), MANY):
        rows = tx.run(_BY_KEYS, {"wanted": list(keys[start : start + MANY])})
        found.update((row.key, known_page(row)) for row in rows)
    return found


def get_page(tx: Transaction, page_id: int) -> KnownPage:
    """Return a page by its row number."""
    return known_page(tx.run(_BY_ID, {"wanted": page_id}).one())


def pages_of_source(tx: Transaction, source_id: str, *, listed: bool) -> list[KnownPage]:
    """Return a source's pages that are (or are no longer) in its listing, in list order."""
    rows = tx.run(_OF_SOURCE, {"wanted": source_id, "is_listed": int(listed)})
    return [known_page(row) for row in rows]


def due_pages(tx: Transaction, source_id: str, now: datetime, limit: int) -> list[KnownPage]:
    """Return a source's pages that are to be looked at again, longest waiting first."""
    rows = tx.run(_DUE, {"wanted": source_id, "at": now, "most": limit})
    return [known_page(row) for row in rows]


def add_page(tx: Transaction, values: Mapping[str, Any]) -> int:
    """Insert a page and return its row number; ``values`` are columns of the page table."""
    result = tx.run(_INSERT, {**_defaults(), **values})
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101  # a single-row insert always has one
    return int(key[0])


def change_page(tx: Transaction, page_id: int, **values: Any) -> None:
    """Set columns of a page."""
    tx.run(_CHANGE, {"changed": page_id, **values})


def mark_listed(
    tx: Transaction, positions: Mapping[int, int], gone: Iterable[int], now: datetime
) -> None:
    """Note which pages stand in the listing now (page id → position) and which no longer do."""
    if positions:
        rows = [{"changed": key, "at": at, "seen_at": now} for key, at in positions.items()]
        tx.run(_MARK, rows)
    for page_id in gone:
        change_page(tx, page_id, listed=0)


def add_revision(
    tx: Transaction,
    page_id: int,
    document: Document,
    labels: Labels,
    *,
    content_hash: str,
    seen_at: datetime,
    evidence_id: int | None,
    seq: int | None = None,
) -> None:
    """Append a revision and make it what the page says now, with its labels.

    ``seq`` counts a page's revisions from 1; it is looked up unless given.
    """
    if seq is None:
        query = select(func.max(revision.c.seq)).where(revision.c.page_id == page_id)
        seq = int(tx.run(query).scalar() or 0) + 1
    revision_id = tx.add(
        RevisionRow(
            page_id=page_id,
            seq=seq,
            seen_at=seen_at,
            content_hash=content_hash,
            title=document.title,
            body=document.body,
            document=document_details(document),
            evidence_id=evidence_id,
        )
    )
    change_page(
        tx,
        page_id,
        revision_id=revision_id,
        content_hash=content_hash,
        title=document.title,
        published_on=document.published_on,
        state=PageState.LIVE.value,
        problem="; ".join(document.problems)[:500],
        campaign=labels.campaign.value if labels.campaign else None,
        stage=labels.stage.value if labels.stage else None,
        document_type=labels.document_type.value if labels.document_type else None,
        labels=labels_json(labels),
    )


def present_document(tx: Transaction, page_id: int) -> Document | None:
    """Return the text of a page as last read, None where it never was."""
    row = tx.run(_PRESENT, {"wanted": page_id}).one_or_none()
    return None if row is None else read_document(row.title, row.body, row.document)


def revisions(tx: Transaction, page_id: int) -> list[Revision]:
    """Return all states of a page's text, oldest first."""
    rows = tx.run(select(revision).where(revision.c.page_id == page_id).order_by(revision.c.seq))
    return [
        Revision(
            id=row.id,
            page_id=row.page_id,
            seq=row.seq,
            seen_at=row.seen_at,
            content_hash=row.content_hash,
            document=read_document(row.title, row.body, row.document),
            evidence_id=row.evidence_id,
        )
        for row in rows
    ]


def known_page(row: Row[Any]) -> KnownPage:
    """Map a row to the domain."""
    return KnownPage(
        id=row.id,
        key=row.key,
        source_id=row.source_id,
        tier=row.tier,
        url=row.url,
        notice_id=None if row.notice_id is None else short_id("N", row.notice_id),
        relation=row.relation,
        title=row.title,
        listing_title=row.listing_title,
        state=PageState(row.state),
        inline=bool(row.inline),
        listed=bool(row.listed),
        position=row.position,
        content_hash=row.content_hash,
        published_on=row.published_on,
        first_seen_at=row.first_seen_at,
        missing_since=row.missing_since,
        recheck_stage=row.recheck_stage,
        read_failures=row.read_failures,
        etag=row.etag,
        last_modified=row.last_modified,
        external_id=row.external_id,
        score=row.score,
        campaign=row.campaign,
        stage=row.stage,
        document_type=row.document_type,
        match_evidence=row.match_evidence,
        problem=row.problem,
    )


def _defaults() -> dict[str, Any]:
    return {
        "match_evidence": "",
        "content_hash": "",
        "recheck_stage": 0,
    }
