"""Kind "json": rows from JSON by path (cac pages 2 and on, csrc, nfra, gov.cn, gkmlpt)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import ListingRules, Pick, Source
from watcher.sources.appearance import describe
from watcher.sources.json_data import explain, load, rows_at, text_at
from watcher.sources.merging import gather
from watcher.sources.paging import next_request
from watcher.sources.reading import build_entry
from watcher.sources.rows import (
    MOST_ROWS,
    Place,
    apply_regex,
    decode_page,
    find_fault,
    pick,
    real_href,
    visible_text,
)
from watcher.sources.templates import SLOT, fill_url
from watcher.text import dom
from watcher.text.clean import squeeze
from watcher.text.dates import join_parts
from watcher.text.urls import absolute

MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w{1,12};")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row and its place in the list."""

    data: Any
    position: int


def parse(source: Source, page: Page, *, today: date) -> Listing:
    """Read one page of JSON rows."""
    text = decode_page(source, page)
    rules = source.listing
    try:
        data = load(_cut_out(text, rules.data))
    except ValueError:
        return _no_rows(f"no JSON here: the page is {describe(page, text)}")
    rows = rows_at(data, rules.items)
    if not rows:
        where = " or ".join(rules.items) or "the top"
        return _no_rows(f"no row at {where}: the page is {explain(data)}")
    listing = _read_rows(rows, rules, Place(base=page.final_url, today=today))
    further = next_request(source, page.url, rows=len(listing.entries))
    return replace(listing, next_page=further)


def _no_rows(problem: str) -> Listing:
    return Listing(entries=(), rows_seen=0, problems=(problem,))


def _cut_out(text: str, rule: Pick | None) -> str:
    """Take the JSON out of a page that carries it in a script or an attribute."""
    if rule is None:
        return text
    if not rule.css:
        return apply_regex(rule.regex, text)
    document = dom.parse(text)
    for node in (node for css in rule.css for node in document.css(css)):
        raw = node.get(rule.attr) or "" if rule.attr else node.inner_html
        found = apply_regex(rule.regex, raw)
        if found.strip():
            return found
    return ""


def _read_rows(rows: list[Any], rules: ListingRules, place: Place) -> Listing:
    kept: list[Entry] = []
    problems: list[str] = []
    for position, data in enumerate(rows[:MOST_ROWS]):
        entry = _read_row(_Row(data=data, position=position), rules, place)
        fault = find_fault(entry, rules)
        if fault is None:
            kept.append(entry)
        else:
            problems.append(f"row {position + 1} left out: {fault or 'neither title nor link'}")
    if len(rows) > MOST_ROWS:
        problems.append(f"only the first {MOST_ROWS} of {len(rows)} rows were read")
    return gather(kept, rows_seen=len(rows), problems=problems)


def _read_row(row: _Row, rules: ListingRules, place: Place) -> Entry:
    day_text, day = _read_date(row.data, rules, place.today)
    return build_entry(
        title=plain(_value(row.data, rules.title)),
        url=absolute(real_href(_value(row.data, rules.link).strip()), place.base),
        date_text=day_text,
        day=day,
        body_html=(_value(row.data, rules.body) or None) if rules.body else None,
        position=row.position,
        today=place.today,
    )


def _read_date(data: Any, rules: ListingRules, today: date) -> tuple[str, date | None]:
    if rules.day is not None and rules.year_month is not None:
        day, month = _value(data, rules.day), _value(data, rules.year_month)
        return f"{month} {day}".strip(), join_parts(day, month, today=today)
    return (plain(_value(data, rules.date)), None) if rules.date is not None else ("", None)


def _value(data: Any, rule: Pick) -> str:
    """Pick one value from a JSON row."""
    text = text_at(data, rule.path)
    if text and (rule.attr is not None or (rule.css and MARKUP.search(text))):
        root = dom.parse(text).root
        text = pick(root, replace(rule, regex=None)) if root is not None else ""
    text = apply_regex(rule.regex, text)
    if rule.template is None:
        return text
    names = [name for name in SLOT.findall(rule.template) if name]
    values = {name: text_at(data, (name,)) for name in names}
    if (not text and "{}" in rule.template) or not all(values.values()):
        return ""
    return fill_url(rule.template, values | {"": text})


def plain(text: str) -> str:
    """Give a value without its markup: titles come with links and highlighting in them."""
    if not MARKUP.search(text):
        return squeeze(text)
    body = dom.parse(text).body
    return visible_text(body) if body is not None else ""
