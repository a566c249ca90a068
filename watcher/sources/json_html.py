"""Kind "json_html": JSON that holds a piece of HTML (Hanweb jpaas: miit, samr, mofcom, zj ...).

Two requests: the column page is a shell whose scripts carry the ids of its units, the unit's
interface answers ``{"data": {"html": ...}}``. The ids change when a site is rebuilt, so they are
read from the shell at every check. A bare ``pageNo`` is ignored by the interface; pages are asked
for by ``paramJson`` (measured by others on js and miit sites, 2026).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit, urlunsplit

from watcher.model.listing import Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import ListingRules, Source
from watcher.sources.appearance import describe
from watcher.sources.hops import lead_to
from watcher.sources.json_data import explain, load, text_at
from watcher.sources.paging import has_number, next_request, number_of, request_of, with_number
from watcher.sources.rows import Place, decode_page, read_rows
from watcher.text import dom
from watcher.text.urls import absolute

UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
DEFAULT_ITEMS = ("data.html", "html")
DEFAULT_ROWS = ("li:has(a[href])", "tr:has(a[href])", "a[href]")
PAIR = re.compile(r"""["']?(\w{1,40})["']?\s*:\s*["']([^"']{0,200})["']""")
LIST_UNIT = re.compile(r"列表|内容|list|content|右侧|栏目", re.IGNORECASE)
ORDER = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")
DEFAULT_SIZE = 20
LEAST_ROWS = 3
"""Fewer rows with a day than this are no list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of a jpaas page: the address of its interface and what is to be asked."""

    url: str
    query: dict[str, str]


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read the shell, or the answer it leads to."""
    text = decode_page(source, page)
    try:
        data = load(text)
    except ValueError:
        return _read_column(source, page, text, today)
    paths = source.listing.items or DEFAULT_ITEMS
    fragment = text_at(data, paths)
    if not fragment.strip():
        note = f"no markup at {' or '.join(paths)}: the answer is {explain(data)}"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    document = dom.parse(fragment)
    # A browser puts the fragment into the column page: its links are relative to that.
    base = source.url if has_number(page.url) else page.final_url
    listing = read_rows(document, _rules_of(source), Place(base=base, today=today))
    if listing.rows_seen == 0:
        note = f"no row in the {len(fragment)} characters of markup the interface gave"
        return replace(listing, problems=(*listing.problems, note))
    return replace(listing, next_page=_next(source, page, document, rows=listing.rows_seen))


def find_units(document: dom.Dom, base: str) -> list[Unit]:
    """Find the units a column page loads, those that look like its list first."""
    units: list[Unit] = []
    for node in document.css("[querydata]"):
        query = dict(PAIR.findall(node.get("querydata") or ""))
        url = absolute(node.get("url") or UNIT_PATH, base)
        if url is not None and {"webId", "pageId"} <= query.keys():
            units.append(Unit(url=url, query=query))
    return sorted(units, key=lambda unit: not LIST_UNIT.search(unit.query.get("tagId", "")))


def _rules_of(source: Source) -> ListingRules:
    return replace(source.listing, rows=source.listing.rows or DEFAULT_ROWS)


def _read_column(source: Source, page: Page, text: str, today: date) -> Listing:
    document = dom.parse(text)
    units = [] if has_number(page.url) else find_units(document, page.final_url)
    if not units:
        shown = read_rows(document, _rules_of(source), Place(base=page.final_url, today=today))
        dated = sum(entry.published_on is not None for entry in shown.entries)
        if dated >= LEAST_ROWS and 2 * dated > shown.rows_seen:
            return shown  # some sites write the rows of the first page into the column page
        note = f"no unit and no JSON here: the page is {describe(page, text)}"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    unit = units[0]
    names = [name for name in ORDER if name in unit.query]
    rest = [name for name in unit.query if name not in ORDER]
    query = urlencode([(name, unit.query[name]) for name in (*names, *rest)])
    url = f"{unit.url}{'&' if '?' in unit.url else '?'}{query}"
    listing = lead_to(request_of(source, with_number(url, 1)))
    if len(units) == 1:
        return listing
    note = f"{len(units)} units on the page; the one tagged {unit.query.get('tagId', '')!r} is read"
    return replace(listing, problems=(note,))


def _next(source: Source, page: Page, document: dom.Dom, *, rows: int) -> PageRequest | None:
    """Ask for the next page by the source's rules, else by ``paramJson`` until the count is met."""
    if source.pages is not None:
        return next_request(source, page.url, rows=rows)
    if not has_number(page.url):
        return None
    marked = document.first("[count][rows]")
    size = _number(marked, "rows") or max(rows, DEFAULT_SIZE)
    total = _number(marked, "count")
    number = number_of(page.url)
    if total is not None and number * size >= total:
        return None
    parts = urlsplit(urldefrag(page.url).url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "paramJson"]
    asked = json.dumps({"pageNo": number + 1, "pageSize": size}, separators=(",", ":"))
    query.append(("paramJson", asked))
    url = urlunsplit(parts._replace(query=urlencode(query)))
    return request_of(source, with_number(url, number + 1))


def _number(node: dom.Node | None, name: str) -> int | None:
    value = (node.get(name) or "") if node is not None else ""
    return int(value) if value.isdecimal() and len(value) < 10 and int(value) > 0 else None
