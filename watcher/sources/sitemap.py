"""Kind "sitemap": sitemap files and, as a hop, the newest file of a sitemap index.

A sitemap has no titles (but for Google News' own): the last part of the address stands in, marked
as cut, until the page itself was read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import unquote, urlsplit

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import ListingRules, Source
from watcher.sources.appearance import describe
from watcher.sources.hops import lead_to
from watcher.sources.merging import gather
from watcher.sources.paging import has_number, request_of, with_number
from watcher.sources.reading import build_entry
from watcher.sources.rows import MOST_ROWS, decode_page, find_fault
from watcher.sources.xml_reading import read_xml
from watcher.text.urls import absolute

DATES = ("lastmod", "publication_date")


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read a sitemap, newest pages first; of an index give the newest file as a hop."""
    text = decode_page(source, page)
    found = read_xml(text, record_names={"url", "sitemap"})
    problems = [f"the sitemap is damaged: {found.fault}"] if found.fault else []
    if not found.records:
        is_empty = found.root in {"urlset", "sitemapindex"} and not found.fault
        what = "an empty sitemap" if is_empty else describe(page, text)
        note = f"no address found: the page is {what}"
        return Listing(entries=(), rows_seen=0, problems=(note, *problems))
    records = sorted(found.records, key=lambda record: record.get("lastmod", ""), reverse=True)
    if found.root == "sitemapindex":
        return _lead_on(source, page, records)
    kept: list[Entry] = []
    for position, record in enumerate(records[:MOST_ROWS]):
        entry = _read_address(record, page.final_url, position, today)
        if find_fault(entry, _without_filter(source.listing)) is not None:
            problems.append(f"address {position + 1} left out: {record.get('loc', '')[:60]!r}")
        elif find_fault(entry, source.listing) is None:
            kept.append(entry)
    if len(records) > MOST_ROWS:
        problems.append(f"only the newest {MOST_ROWS} of {len(records)} addresses were read")
    return gather(kept, rows_seen=len(records), problems=problems)


def _lead_on(source: Source, page: Page, records: list[dict[str, str]]) -> Listing:
    if has_number(page.url):
        note = "a sitemap index that leads to another index is not followed"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    links = (absolute(record.get("loc"), page.final_url) for record in records)
    url = next((link for link in links if link is not None), None)
    return lead_to(None if url is None else request_of(source, with_number(url, 1)))


def _read_address(record: dict[str, str], base: str, position: int, today: date) -> Entry:
    url = absolute(record.get("loc"), base)
    entry = build_entry(
        title=record.get("title") or _last_part(url),
        url=url,
        date_text=next((record[name] for name in DATES if name in record), ""),
        position=position,
        today=today,
    )
    return entry if record.get("title") else replace(entry, title_cut=True)


def _last_part(url: str | None) -> str:
    path = unquote(urlsplit(url or "").path).strip("/")
    return path.rpartition("/")[2] or path or (url or "")


def _without_filter(rules: ListingRules) -> ListingRules:
    """A sitemap holds the whole site: addresses outside the filter are no problem worth a word."""
    return replace(rules, link_allow=None)
