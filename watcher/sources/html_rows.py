"""Kind "html": rows by CSS selectors, with fallbacks, bodies in the row where they stand there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.model.listing import Listing
from watcher.model.page import Page
from watcher.model.source import Source
from watcher.sources import auto_rows
from watcher.sources.appearance import describe
from watcher.sources.auto import find_entries
from watcher.sources.family_presets import FAMILIES
from watcher.sources.next_links import find_next
from watcher.sources.reading import shorten
from watcher.sources.rows import Place, decode_page, find_base, read_rows
from watcher.text import dom

LEAST_LIST = 3
"""Fewer links in one place than this are no list."""


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read one HTML listing page; without a row selector the list is found by its shape."""
    if not source.listing.rows:
        return auto_rows.parse(source, page, today=today)
    text = decode_page(source, page)
    document = dom.parse(text)
    place = Place(base=find_base(document, page.final_url), today=today)
    listing = read_rows(document, source.listing, place)
    if listing.rows_seen == 0:
        shaped = _read_by_shape(source, page, today)
        if shaped is not None:
            return shaped
        note = f"no row found: {_diagnose(page, text, today)}"
        return replace(listing, problems=(*listing.problems, note))
    following = find_next(document, source, page, rows=len(listing.entries), text=text)
    return replace(listing, next_page=following)


def _read_by_shape(source: Source, page: Page, today: date) -> Listing | None:
    """Read a list of a family whose templates differ, where none of its selectors hits.

    Only with days on most rows: navigation has none. Selectors of the source's own are not
    replaced: that they no longer hit is for the operator to know.
    """
    family = FAMILIES.get(source.family or "")
    if family is None or not family.by_shape or source.listing.rows != family.listing.rows:
        return None
    found = auto_rows.parse(source, page, today=today)
    dated = sum(entry.published_on is not None for entry in found.entries)
    if len(found.entries) < LEAST_LIST or 2 * dated <= len(found.entries):
        return None
    note = f'read by its shape: none of the selectors of the family "{source.family}" hits'
    return replace(found, problems=(*found.problems, note))


def _diagnose(page: Page, text: str, today: date) -> str:
    """Say whether the list is still there, under other markup, or the page is another."""
    found = find_entries(text, url=page.final_url, today=today).entries
    if len(found) < LEAST_LIST:
        return f"the page is {describe(page, text)}"
    first = shorten(found[0].title)
    return (
        f"the selectors are out of date: the page still shows a list of {len(found)} rows, the "
        f"first {first!r}"
    )
