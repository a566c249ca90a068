"""Kind "html": rows by CSS selectors, with fallbacks, bodies in the row where they stand there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.model.listing import Listing
from watcher.model.page import Page
from watcher.model.source import Source
from watcher.sources import auto_rows
from watcher.sources.appearance import describe
from watcher.sources.next_links import find_next
from watcher.sources.rows import Place, decode_page, find_base, read_rows
from watcher.text import dom


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read one HTML listing page; without a row selector the list is found by its shape."""
    if not source.listing.rows:
        return auto_rows.parse(source, page, today=today)
    text = decode_page(source, page)
    document = dom.parse(text)
    place = Place(base=find_base(document, page.final_url), today=today)
    listing = read_rows(document, source.listing, place)
    if listing.rows_seen == 0:
        note = f"no row found: the page is {describe(page, text)}"
        return replace(listing, problems=(*listing.problems, note))
    following = find_next(document, source, page, rows=len(listing.entries), text=text)
    return replace(listing, next_page=following)
