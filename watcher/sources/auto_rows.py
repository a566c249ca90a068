"""Kind "auto": a page without selectors; the list is found by its shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.model.listing import Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import Source
from watcher.sources.appearance import describe
from watcher.sources.auto import find_entries
from watcher.sources.paging import next_request, number_of, request_of, with_number
from watcher.sources.rows import decode_page


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Find the list of a page and read its rows."""
    text = decode_page(source, page)
    listing = find_entries(text, url=page.final_url, today=today)
    if listing.rows_seen == 0:
        note = f"no list found: the page is {describe(page, text)}"
        return replace(listing, problems=(*listing.problems, note))
    return replace(listing, next_page=_next(source, page, listing))


def _next(source: Source, page: Page, listing: Listing) -> PageRequest | None:
    """Ask for the next page on the source's own terms."""
    if source.pages is not None:
        return next_request(source, page.url, rows=len(listing.entries))
    if listing.next_page is None:
        return None
    number = number_of(page.url) + 1
    return request_of(source, with_number(listing.next_page.url, number))
