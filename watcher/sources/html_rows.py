"""Kind "html": rows by CSS selectors, with fallbacks, bodies in the row where they stand there.

Also reads the HTML fragments that other kinds bring (records, JSON with markup inside).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import ListingRules, Pick, Source
from watcher.sources.appearance import describe
from watcher.sources.merging import gather
from watcher.sources.paging import request_of
from watcher.sources.reading import build_entry, choose_title, shorten
from watcher.text import dom
from watcher.text.charset import decode
from watcher.text.clean import squeeze
from watcher.text.dates import join_parts
from watcher.text.urls import absolute

MOST_ROWS = 5000
"""A listing with more rows is read up to here; the largest real one has about 1,100."""
NEXT_WORDS = re.compile(r"^(?:下一页|下页|后一页|next(?:\spage)?|›|»|>|>>)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a fragment of rows was found: the base of its links and today's date."""

    base: str
    today: date


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read one HTML listing page."""
    text = decode_page(source, page)
    document = dom.parse(text)
    place = Place(base=find_base(document, page.final_url), today=today)
    listing = read_rows(document, source.listing, place)
    if listing.rows_seen == 0:
        note = f"no row found: the page is {describe(page, text)}"
        return replace(listing, problems=(*listing.problems, note))
    return replace(listing, next_page=find_next(document, source, page, place.base))


def decode_page(source: Source, page: Page) -> str:
    """Turn a page's bytes into text by the source's encoding, else by what the page says."""
    declared = page.headers.get("content-type")
    return decode(page.content, declared=declared, override=source.encoding).text


def find_base(document: dom.Dom, url: str) -> str:
    """Give the address links are relative to: ``<base href>`` where there is one."""
    base = document.first("base[href]")
    return (absolute(base.get("href"), url) if base is not None else None) or url


def read_rows(document: dom.Dom, rules: ListingRules, place: Place) -> Listing:
    """Read all rows of a document by a source's rules."""
    rows = next((found for css in rules.rows if (found := document.css(css))), [])
    left_out = {node for css in rules.drop for node in document.css(css)}
    kept: list[Entry] = []
    problems: list[str] = []
    for position, row in enumerate(rows[:MOST_ROWS]):
        if row in left_out:
            continue
        entry = read_row(row, rules, place, position)
        fault = find_fault(entry, rules)
        if fault is None:
            kept.append(entry)
        elif fault:
            problems.append(f"row {position + 1} left out: {fault}")
    if len(rows) > MOST_ROWS:
        problems.append(f"only the first {MOST_ROWS} of {len(rows)} rows were read")
    return gather(kept, rows_seen=len(rows), problems=problems)


def read_row(row: dom.Node, rules: ListingRules, place: Place, position: int) -> Entry:
    """Read one row; what cannot be read is named in the entry's problems."""
    url = absolute(_real_href(pick(row, rules.link)), place.base)
    day_text, day = _read_date(row, rules, place.today)
    return build_entry(
        title=_read_title(row, rules.title),
        url=url,
        date_text=day_text,
        day=day,
        body_html=_read_body(row, rules.body),
        position=position,
        today=place.today,
    )


def find_fault(entry: Entry, rules: ListingRules) -> str | None:
    """Say why a row is no entry; the empty string for fillers that need no mention."""
    if entry.url is None and not entry.body_html:
        return f"no link ({shorten(entry.title)})" if entry.title else ""
    if not entry.title:
        return f"no title ({shorten(entry.url or '')})"
    if rules.link_allow and entry.url and not re.search(rules.link_allow, entry.url):
        return f"its link is not of this list ({shorten(entry.url)})"
    return None


def pick(row: dom.Node, rule: Pick) -> str:
    """Pick one value from a row: the first selector that gives something wins."""
    for node in _nodes(row, rule):
        value = node.get(rule.attr) or "" if rule.attr else visible_text(node)
        found = apply_regex(rule.regex, value)
        if found.strip():
            return found
    return ""


def apply_regex(pattern: str | None, value: str) -> str:
    """Keep what a rule's pattern asks for; the empty string where it does not match."""
    if pattern is None:
        return value
    found = re.search(pattern, value)
    if found is None:
        return ""
    return next((group for group in found.groups() if group is not None), found.group())


def visible_text(node: dom.Node) -> str:
    """Give a node's text on one line, without scripts and what the page hides."""
    return squeeze(dom.text_of(node))


def find_next(document: dom.Dom, source: Source, page: Page, base: str) -> PageRequest | None:
    """Find the request for the next page by the source's rule, else by the words on the link."""
    rule = source.listing.next_page
    if rule is not None:
        root = document.root
        href = pick(root, rule if rule.attr else replace(rule, attr="href")) if root else ""
    else:
        href = _find_next_link(document)
    url = absolute(_real_href(href), base)
    return None if url is None or url == page.final_url else request_of(source, url)


def _find_next_link(document: dom.Dom) -> str:
    marked = document.first("a[rel=next][href], link[rel=next][href]")
    if marked is not None:
        return marked.get("href") or ""
    links = document.css("a[href]")[-200:]
    return next((a.get("href") or "" for a in links if NEXT_WORDS.match(a.text)), "")


def _nodes(row: dom.Node, rule: Pick) -> list[dom.Node]:
    if not rule.css:
        return [row]
    return [node for css in rule.css for node in row.css(css)[:5]]


def _read_title(row: dom.Node, rule: Pick) -> str:
    if rule.attr or rule.regex:
        return pick(row, rule)
    best = ""
    for node in _nodes(row, rule):
        best = choose_title(visible_text(node), _title_attribute(node))
        if best:
            break
    return best


def _title_attribute(node: dom.Node) -> str | None:
    """Give the title attribute of a node, or of the link around or inside it."""
    own = node.get("title")
    if own:
        return own
    around = node.parent
    if around is not None and around.tag == "a" and around.get("title"):
        return around.get("title")
    inside = node.first("a[title]")
    return inside.get("title") if inside is not None else None


def _read_date(row: dom.Node, rules: ListingRules, today: date) -> tuple[str, date | None]:
    if rules.day is not None and rules.year_month is not None:
        day, month = pick(row, rules.day), pick(row, rules.year_month)
        return f"{month} {day}".strip(), join_parts(day, month, today=today)
    if rules.date is not None:
        return pick(row, rules.date), None
    return "", None


def _read_body(row: dom.Node, rule: Pick | None) -> str | None:
    """Give the inline body as markup, scripts and all: extraction knows what to take out."""
    if rule is None:
        return None
    if rule.attr or rule.regex:
        return pick(row, rule) or None
    nodes = _nodes(row, rule)
    return next((node.inner_html for node in nodes if visible_text(node)), None)


def _real_href(href: str) -> str | None:
    """Drop hrefs that lead nowhere; ``#/`` and ``#!`` are routes of a script and lead on."""
    value = href.strip()
    if not value or (value.startswith("#") and value[1:2] not in {"/", "!"}):
        return None
    return value
