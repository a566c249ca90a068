"""The list of a page without selectors: the group of links that is the list.

Links are grouped by where they stand (the path of elements above them) and each group is judged by
how much title text it holds, how many of its rows carry a date and how alike its addresses are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import PageRequest
from watcher.text import dom
from watcher.text.clean import squeeze
from watcher.text.dates import parse_date
from watcher.text.urls import absolute

MIN_ROWS = 3
_MAX_LINKS = 5_000
_MAX_PATH = 6
_NEXT = re.compile(r"^\W*(?:下一页|下页|后一页|下一頁|next(?:\s+page)?)\W*$", re.IGNORECASE)
_DATE_TEXT = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}|\d{1,2}\s?[-/月]\s?\d{1,2}|前$|ago$")
_CUT = re.compile(r"(?:\.{2,}|…)\s*$")


@dataclass(slots=True)
class _Link:
    node: dom.Node
    url: str
    title: str
    cut: bool
    day: date | None = None
    day_text: str = ""


@dataclass(slots=True)
class _Group:
    path: tuple[str, ...]
    links: list[_Link] = field(default_factory=list)

    def score(self) -> float:
        characters = sum(min(len(link.title), 60) for link in self.links if len(link.title) >= 6)
        return float(characters)


def find_entries(html: str, *, url: str, today: date) -> Listing:
    """Find the list on a page and give its rows, newest layout first; never raises.

    The listing is empty and says so where no group of links looks like a list.
    """
    page = dom.parse(html)
    page.strip(["script", "style", "noscript", "template"])
    base = page.first("base[href]")
    base_url = absolute(base.get("href"), url) if base else url
    groups = _group(page, base_url or url)
    best = max(groups, key=_Group.score, default=None)
    if best is None or len(best.links) < MIN_ROWS:
        return Listing(entries=(), rows_seen=0, problems=("no group of links looks like a list",))
    entries = _entries(best.links, today)
    return Listing(
        entries=entries, rows_seen=len(best.links), next_page=_next_page(page, base_url or url)
    )


def _group(page: dom.Dom, base: str) -> list[_Group]:
    groups: dict[tuple[str, ...], _Group] = {}
    for node in page.css("a[href]")[:_MAX_LINKS]:
        address = absolute(node.get("href"), base)
        if address is None:
            continue
        title, cut = _read_title(node)
        if not title:
            continue
        path = _path(node)
        groups.setdefault(path, _Group(path)).links.append(_Link(node, address, title, cut))
    return list(groups.values())


def _path(node: dom.Node) -> tuple[str, ...]:
    path = []
    above: dom.Node | None = node
    while above is not None and len(path) < _MAX_PATH:
        path.append(above.tag)
        above = above.parent
    return tuple(path)


def _read_title(node: dom.Node) -> tuple[str, bool]:
    text = node.text
    whole = squeeze(node.get("title") or "")
    if len(whole) > len(text.rstrip(".…")) and (not text or whole[:4] == text[:4]):
        return whole, False
    return text, _CUT.search(text) is not None


def _entries(links: list[_Link], today: date) -> tuple[Entry, ...]:
    seen: dict[str, int] = defaultdict(int)
    entries = []
    for link in links:
        seen[link.url] += 1
        if seen[link.url] > 1:
            continue
        day, text = _row_date(link.node, today)
        entries.append(
            Entry(
                title=link.title,
                url=link.url,
                published_on=day,
                published_text=text,
                title_cut=link.cut,
                position=len(entries),
            )
        )
    return tuple(entries)


def _row_date(node: dom.Node, today: date) -> tuple[date | None, str]:
    above = node.parent
    for _ in range(3):
        if above is None or len(above.css("a[href]")) > 3:
            break
        text = above.text.replace(node.text, " ")
        match = _DATE_TEXT.search(text)
        if match:
            printed = text[match.start() :][:40]
            return parse_date(printed, today=today), squeeze(printed)
        above = above.parent
    return None, ""


def _next_page(page: dom.Dom, base: str) -> PageRequest | None:
    for node in page.css("a[href]"):
        if _NEXT.match(node.text):
            address = absolute(node.get("href"), base)
            if address and address != base:
                return PageRequest(url=address)
    return None
