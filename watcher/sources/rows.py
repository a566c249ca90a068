"""Rows of HTML by selectors: of listing pages and of the fragments other kinds bring. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import ListingRules, Pick, Source
from watcher.sources.merging import gather
from watcher.sources.reading import build_entry, choose_title, shorten
from watcher.sources.templates import fill_url
from watcher.text import dom
from watcher.text.charset import decode
from watcher.text.clean import squeeze
from watcher.text.dates import join_parts
from watcher.text.urls import absolute

MOST_ROWS = 5000
"""A listing with more rows is read up to here; the largest real one has about 1,100."""
DATE_HOLDERS = "span, time, em, i, b, td, p, div, font, dd, small, cite, label"
PLAIN_LEAVES = frozenset(
    ("a", "span", "div", "p", "h3", "h4", "h5", "em", "i", "b", "td", "li", "font", "time")
)
LONGEST_DATE = 40
FULL_DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a fragment of rows was found: the base of its links and today's date."""

    base: str
    today: date


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
        elif fault or visible_text(row):  # a row with nothing in it is a filler
            why = fault or f"no link ({shorten(visible_text(row))})"
            problems.append(f"row {position + 1} left out: {why}")
    if len(rows) > MOST_ROWS:
        problems.append(f"only the first {MOST_ROWS} of {len(rows)} rows were read")
    return gather(kept, rows_seen=len(rows), problems=problems)


def read_row(row: dom.Node, rules: ListingRules, place: Place, position: int) -> Entry:
    """Read one row; what cannot be read is named in the entry's problems."""
    href = pick(row, rules.link)
    url = absolute(real_href(href), place.base)
    day_text, day = _read_date(row, rules, place.today)
    body = _read_body(row, rules.body)
    if body is None and url is None and rules.body is not None and (day or day_text):
        body = ""  # a list with bodies inside has rows of title and date only: still a notice
    return build_entry(
        title=_read_title(row, rules.title),
        url=url,
        date_text=day_text,
        day=day,
        body_html=body,
        position=position,
        today=place.today,
        href=href.strip(),
    )


def find_fault(entry: Entry, rules: ListingRules) -> str | None:
    """Say why a row is no entry; the empty string for fillers that need no mention."""
    if entry.url is None and entry.body_html is None:
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
            return fill_url(rule.template, {"": found}) if rule.template else found
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
    if node.tag in PLAIN_LEAVES and not node.children:
        return node.text  # most cells of most rows: laying them out costs ten times as much
    return squeeze(dom.text_of(node))


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
    return _find_date_text(row), None


def _find_date_text(row: dom.Node) -> str:
    """Find the element of a row that is a date and little else, where no rule says which."""
    texts = (node.text for node in row.css(DATE_HOLDERS)[:40])
    return next((t for t in texts if len(t) <= LONGEST_DATE and FULL_DATE.search(t)), "")


def _read_body(row: dom.Node, rule: Pick | None) -> str | None:
    """Give the inline body as markup, scripts and all: extraction knows what to take out."""
    if rule is None:
        return None
    if rule.attr or rule.regex:
        return pick(row, rule) or None
    nodes = _nodes(row, rule)
    return next((node.inner_html for node in nodes if visible_text(node)), None)


def real_href(href: str) -> str | None:
    """Drop hrefs that lead nowhere; ``#/`` and ``#!`` are routes of a script and lead on."""
    value = href.strip()
    if not value or (value.startswith("#") and value[1:2] not in {"/", "!"}):
        return None
    return value
