"""Small makers of values, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from watcher.model.document import Attachment, Document
from watcher.model.event import Event, EventKind
from watcher.model.label import Label, Labels
from watcher.model.match import Match, Relation
from watcher.store import notices, pages
from watcher.store.database import Transaction

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def later(**span: float) -> datetime:
    """Return an instant after NOW."""
    return NOW + timedelta(**span)


def document(title: str = "关于开展专项行动的通知", body: str = "正文" * 30) -> Document:
    """Return a document with every kind of field set."""
    return Document(
        title=title,
        body=body,
        url="https://a.example/1.html",
        published_on=date(2026, 3, 1),
        issuer="某市网信办",
        attachments=(Attachment(name="名单.pdf", url="https://a.example/1.pdf"),),
        language="zh-Hans",
        provenance={"title": "meta:ArticleTitle"},
        problems=("no date in the body",),
    )


def labels(campaign: str | None = "清朗·示例(2026)") -> Labels:
    """Return labels with a campaign and a type."""
    label = Label(kind="campaign", value=campaign, score=1.0, rule="name") if campaign else None
    return Labels(
        campaign=label,
        campaigns=(label,) if label else (),
        document_type=Label(kind="document_type", value="launch_notice", score=1.0, rule="title"),
    )


def add_page(
    tx: Transaction,
    key: str,
    *,
    notice_id: str | None = None,
    relation: Relation = Relation.ORIGINAL,
    text: Document | None = None,
    **values: object,
) -> tuple[int, str]:
    """Store a page with a text, in a notice of its own unless one is given."""
    text = text or document()
    columns: dict[str, object] = {
        "key": key,
        "source_id": "s",
        "tier": "official",
        "url": f"https://a.example/{key}",
        "title": text.title,
        "listing_title": text.title,
        "state": "live",
        "inline": 0,
        "listed": 1,
        "position": 0,
        "published_on": text.published_on,
        "read_failures": 0,
        "problem": "",
        "first_seen_at": NOW,
        "last_seen_at": NOW,
    }
    page_id = pages.add_page(tx, columns | values)
    if notice_id is None:
        notice_id = notices.open_notice(tx, page_id, text, labels(), tier="official", now=NOW)
    pages.add_revision(
        tx, page_id, text, labels(), content_hash=f"hash of {key}", seen_at=NOW, evidence_id=None
    )
    notices.join_page(tx, page_id, notice_id, Match(relation=relation, score=0.9, evidence="因为"))
    return page_id, notice_id


def event(kind: EventKind = EventKind.NEW, **values: object) -> Event:
    """Return an event."""
    fields: dict[str, object] = {
        "kind": kind,
        "source_id": "s",
        "source_name": "某网信办",
        "tier": "official",
        "at": NOW,
        "title": "标题",
    }
    return Event(**(fields | values))  # type: ignore[arg-type]  # a test's keyword arguments
