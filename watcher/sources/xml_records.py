"""Kind "xml_records": rows as CDATA records (Hanweb jpage: jiangsu, nrta, nhsa, cnipa).

The records stand in a script of the page or come from its proxy. Neither parser reads them as they
are: in a script they are text, and the HTML parser makes a comment of ``<![CDATA[`` and loses the
first tag. So the marks are taken off and each record is parsed on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import ListingRules, Source
from watcher.sources.appearance import describe
from watcher.sources.jpage_links import find_further_records
from watcher.sources.json_data import load
from watcher.sources.merging import gather
from watcher.sources.paging import has_number, next_request, number_of, request_of, with_number
from watcher.sources.rows import MOST_ROWS, Place, decode_page, find_fault, read_row
from watcher.text import dom
from watcher.text.urls import absolute

OPEN, CLOSE = "<record>", "</record>"
MARKS = re.compile(r"<!\[CDATA\[|\]\]>")
TABLE_PART = re.compile(r"^\s*<t[rdh][\s>]", re.IGNORECASE)
NEXT_GROUP = re.compile(
    r"<nextgroup>\s*(?:<!\[CDATA\[)?\s*<a[^>]{0,50}href=[\"']([^\"']{1,2000})", re.IGNORECASE
)


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read the records of one page or one answer of its proxy."""
    text = _unwrap(decode_page(source, page))
    records = list(find_records(text))
    if not records:
        note = f"no record found: the page is {describe(page, text)}"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    rules = source.listing
    # A browser puts the proxy's records into the list page: their links are relative to that.
    base = source.url if has_number(page.url) else page.final_url
    place = Place(base=base, today=today)
    kept: list[Entry] = []
    problems: list[str] = []
    for position, record in enumerate(records[:MOST_ROWS]):
        entry = _read_record(record, rules, place, position)
        fault = "it is empty" if entry is None else find_fault(entry, rules)
        if entry is not None and fault is None:
            kept.append(entry)
        elif fault:
            problems.append(f"record {position + 1} left out: {fault}")
    listing = gather(kept, rows_seen=len(records), problems=problems)
    return replace(
        listing, next_page=_next(source, page, text, rows=len(kept), records=len(records))
    )


def find_records(text: str) -> Iterator[str]:
    """Give the markup of each record, without its CDATA marks."""
    lowered = text.lower()
    start = lowered.find(OPEN)
    while start >= 0:
        end = lowered.find(CLOSE, start)
        if end < 0:
            return
        yield MARKS.sub("", text[start + len(OPEN) : end])
        start = lowered.find(OPEN, end)


def _unwrap(text: str) -> str:
    """Take a JSONP call off XML (truecms)."""
    if OPEN in text[:2000].lower() or "(" not in text[:200]:
        return text
    try:
        data = load(text)
    except ValueError:
        return text
    return data if isinstance(data, str) else text


def _read_record(record: str, rules: ListingRules, place: Place, position: int) -> Entry | None:
    markup = f"<table>{record}</table>" if TABLE_PART.match(record) else record
    body = dom.parse(markup).body
    if body is None:
        return None
    rows = (found for css in rules.rows if (found := body.first(css)) is not None)
    return read_row(next(rows, body), rules, place, position)


def _next(source: Source, page: Page, text: str, *, rows: int, records: int) -> PageRequest | None:
    if source.pages is not None:
        return next_request(source, page.url, rows=rows)
    if rows == 0:
        return None
    url = find_further_records(text, page.url, page.final_url, rows=records)
    found = NEXT_GROUP.search(text)
    if url is None and found is not None:  # ids that only the site can read: taken as they are
        url = absolute(found.group(1).replace("&amp;", "&"), page.final_url)
    return None if not url else request_of(source, with_number(url, number_of(page.url) + 1))
