"""A detail page to a document."""

from __future__ import annotations

from datetime import date

from watcher.extract.plain import extract_text
from watcher.model.document import Document
from watcher.model.listing import Entry
from watcher.model.page import Page
from watcher.model.source import DetailRules, Source
from watcher.text import charset, dom


def extract_page(
    page: Page, *, source: Source, entry: Entry | None = None, today: date
) -> Document:
    """Read a fetched page."""
    decoded = charset.decode(
        page.content, declared=page.headers.get("content-type"), override=source.encoding
    )
    return extract_html(
        decoded.text,
        url=page.final_url,
        rules=source.detail,
        title=entry.title if entry and not entry.title_cut else None,
        published_on=entry.published_on if entry else None,
        today=today,
    )


def extract_html(
    html: str,
    *,
    url: str,
    rules: DetailRules = DetailRules(),
    title: str | None = None,
    published_on: date | None = None,
    today: date,
) -> Document:
    """Read HTML text."""
    page = dom.parse(html)
    text = dom.text_of(page.body) if page.body else ""
    return extract_text(text, title=title, url=url, published_on=published_on, today=today)
