"""Kind "rss": RSS 0.9 to 2.0, RDF and Atom (gov.cn's own feed; mirrors and aggregators)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import ListingRules, Source
from watcher.sources.appearance import describe
from watcher.sources.json_rows import plain
from watcher.sources.merging import gather
from watcher.sources.paging import next_request
from watcher.sources.reading import build_entry
from watcher.sources.rows import MOST_ROWS, decode_page, find_fault, real_href
from watcher.sources.xml_reading import read_xml
from watcher.text.urls import absolute

RECORDS = frozenset({"item", "entry"})
LINKS = ("link", "link@href", "guid", "id")
DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
BODIES = ("encoded", "content", "description", "summary")


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read one feed. Bodies are taken from it only where the source has a ``body`` rule."""
    text = decode_page(source, page)
    found = read_xml(text, record_names=RECORDS)
    problems = [f"the feed is damaged: {found.fault}"] if found.fault else []
    if not found.records and found.fault:
        note = f"no item found: the feed is damaged: {found.fault}"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    if not found.records:
        what = f"an empty feed ({found.root})" if found.root in {"rss", "feed", "RDF"} else None
        note = f"no item found: the page is {what or describe(page, text)}"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    kept: list[Entry] = []
    for position, record in enumerate(found.records[:MOST_ROWS]):
        entry = _read_item(record, source.listing, page.final_url, position, today)
        fault = find_fault(entry, source.listing)
        if fault is None:
            kept.append(entry)
        else:
            problems.append(f"item {position + 1} left out: {fault or 'neither title nor link'}")
    listing = gather(kept, rows_seen=len(found.records), problems=problems)
    return replace(listing, next_page=next_request(source, page.url, rows=len(kept)))


def _read_item(
    record: dict[str, str], rules: ListingRules, base: str, position: int, today: date
) -> Entry:
    links = (absolute(real_href(record.get(name, "")), base) for name in LINKS)
    body = next((record[name] for name in BODIES if name in record), None)
    return build_entry(
        title=plain(record.get("title", "")),
        url=next((link for link in links if link is not None), None),
        date_text=next((record[name] for name in DATES if name in record), ""),
        body_html=body if rules.body is not None else None,
        position=position,
        today=today,
    )
