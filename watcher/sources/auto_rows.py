"""Kind "auto": a page without selectors; the list is found by its shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import Source
from watcher.sources.appearance import describe
from watcher.sources.auto import find_entries
from watcher.sources.next_links import find_next
from watcher.sources.reading import read_day
from watcher.sources.rows import decode_page
from watcher.text import dom


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Find the list of a page and read its rows."""
    text = decode_page(source, page)
    found = find_entries(text, url=page.final_url, today=today)
    listing = replace(found, entries=tuple(_date(entry, today) for entry in found.entries))
    if listing.rows_seen == 0:
        note = f"no list found: the page is {describe(page, text)}"
        return replace(listing, problems=(*listing.problems, note))
    further = find_next(dom.parse(text), source, page, rows=len(listing.entries), text=text)
    return replace(listing, next_page=further)


def _date(entry: Entry, today: date) -> Entry:
    """Give a row that shows no day the one in its address, if any, and say so."""
    if entry.published_on is not None:
        return entry
    day, problems = read_day("", entry.url, today=today)
    return entry if day is None else replace(entry, published_on=day, problems=problems)
