"""Everything that is stored, page by page or notice by notice, for scripts and for the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from watcher.model.ids import short_id
from watcher.model.match import COPIES
from watcher.store.database import Transaction
from watcher.store.tables import NoticeRow, PageRow, RevisionRow

CHUNK = 500

page = PageRow.__table__
notice = NoticeRow.__table__
revision = RevisionRow.__table__


def export_pages(tx: Transaction) -> Iterator[dict[str, Any]]:
    """Yield every page with the text it has now, in the order in which pages were first seen.

    A copy that names no campaign or type of its own has its notice's.
    """
    copies = {relation.value for relation in COPIES}
    last = 0
    while True:
        rows = tx.run(
            select(
                page,
                revision.c.body,
                revision.c.document,
                revision.c.seq,
                notice.c.campaign.label("notice_campaign"),
                notice.c.document_type.label("notice_type"),
            )
            .outerjoin(revision, revision.c.id == page.c.revision_id)
            .outerjoin(notice, notice.c.id == page.c.notice_id)
            .where(page.c.id > last)
            .order_by(page.c.id)
            .limit(CHUNK)
        ).all()
        for row in rows:
            is_copy = row.relation in copies
            details = row.document or {}
            yield {
                "id": row.external_id or row.key,
                "url": row.url,
                "notice": short_id("N", row.notice_id) if row.notice_id else None,
                "relation": row.relation,
                "score": row.score,
                "evidence": row.match_evidence,
                "campaign": row.campaign or (row.notice_campaign if is_copy else None),
                "stage": row.stage,
                "document_type": row.document_type or (row.notice_type if is_copy else None),
                "title": row.title,
                "published": row.published_on.isoformat() if row.published_on else None,
                "signed": details.get("signed_on"),
                "issuer": details.get("issuer"),
                "document_number": details.get("document_number"),
                "language": details.get("language", ""),
                "source": row.source_id,
                "tier": row.tier,
                "state": row.state,
                "revision": row.seq,
                "has_text": bool(row.body),
                "problem": row.problem,
                "body": row.body or "",
            }
        if len(rows) < CHUNK:
            return
        last = rows[-1].id


def export_notices(tx: Transaction) -> Iterator[dict[str, Any]]:
    """Yield every notice that was not merged into another, with the ids of its pages."""
    original = page.alias("original")
    last = 0
    while True:
        rows = tx.run(
            select(notice, original.c.url.label("url"))
            .outerjoin(original, original.c.id == notice.c.original_page_id)
            .where(notice.c.id > last, notice.c.merged_into.is_(None))
            .order_by(notice.c.id)
            .limit(CHUNK)
        ).all()
        numbers = [row.id for row in rows]
        members: dict[int, list[dict[str, Any]]] = {number: [] for number in numbers}
        for each in tx.run(
            select(page.c.id, page.c.notice_id, page.c.external_id, page.c.key, page.c.relation)
            .where(page.c.notice_id.in_(numbers))
            .order_by(page.c.id)
        ):
            members[each.notice_id].append(
                {"id": each.external_id or each.key, "relation": each.relation}
            )
        for row in rows:
            yield {
                "id": short_id("N", row.id),
                "title": row.title,
                "url": row.url,
                "published": row.published_on.isoformat() if row.published_on else None,
                "issuer": row.issuer,
                "campaign": row.campaign,
                "stage": row.stage,
                "document_type": row.document_type,
                "official": bool(row.official),
                "withdrawn": bool(row.withdrawn),
                "pages": members[row.id],
            }
        if len(rows) < CHUNK:
            return
        last = numbers[-1]
