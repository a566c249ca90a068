"""One page or file to one JSON object: what ``watcher extract`` and ``links`` run in their workers.

Imports stand on top here, unlike in the commands: a worker loads them before a page's time runs.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from watcher.extract import explain_html, extract_html, extract_page
from watcher.extract.files import tell_kind
from watcher.model.document import Document
from watcher.model.page import Page
from watcher.model.source import Source, Tier
from watcher.sources.auto import find_entries
from watcher.text.charset import decode

BY_HAND = Source(
    id="by-hand", name="by hand", kind="html", tier=Tier.AGGREGATOR, url="http://localhost/"
)
"""Stands for the source of pages that nobody configured."""


def read_row(content: str | bytes, url: str, declared: str | None, today: date) -> dict[str, Any]:
    """Read one page or file (runs in a worker)."""
    if isinstance(content, bytes):
        page = Page(
            url=url,
            final_url=url,
            status=200,
            headers={"content-type": declared} if declared else {},
            content=content,
            fetched_at=datetime.fromtimestamp(0, UTC),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        return document_json(extract_page(page, source=BY_HAND, entry=None, today=today))
    return document_json(extract_html(content, url=url, today=today))


def explain_row(
    content: str | bytes, url: str, declared: str | None, today: date
) -> dict[str, Any]:
    """Read one page or file and say why it was read so (runs in a worker)."""
    row = read_row(content, url, declared, today)
    if isinstance(content, bytes) and tell_kind(content, url) not in {"", "html"}:
        return {**row, "explained": {}}  # a file has one text, and nothing was chosen
    explained = explain_html(read_text(content, declared), url=url, today=today)
    return {**row, "explained": explained}


def links_row(content: str | bytes, url: str, declared: str | None, today: date) -> dict[str, Any]:
    """Find one page's list (runs in a worker)."""
    listing = find_entries(read_text(content, declared), url=url, today=today)
    return {
        "entries": [
            {
                "href": entry.href or entry.url,
                "title": entry.title,
                "published": entry.published_on.isoformat() if entry.published_on else None,
            }
            for entry in listing.entries
        ],
        "next_page": listing.next_page.url if listing.next_page else None,
        "problems": list(listing.problems),
    }


def document_json(document: Document) -> dict[str, Any]:
    """Return a document as a flat JSON object."""
    return {
        "title": document.title,
        "published": document.published_on.isoformat() if document.published_on else None,
        "signed": document.signed_on.isoformat() if document.signed_on else None,
        "issuer": document.issuer,
        "document_number": document.document_number,
        "source": document.source_line,
        "language": document.language,
        "body": document.body,
        "attachments": [
            {"name": each.name, "url": each.url, "kind": each.kind, "note": each.note}
            for each in document.attachments
        ],
        "read_from": dict(document.provenance),
        "sure": dict(document.confidence),
        "problems": list(document.problems),
    }


def read_text(content: str | bytes, declared: str | None = None) -> str:
    """Give a page as text, whatever it is saved in."""
    return content if isinstance(content, str) else decode(content, declared=declared).text
