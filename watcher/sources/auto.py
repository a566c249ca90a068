"""The list of a page without selectors.

A list is what repeats: elements of one kind side by side, each with a link to somewhere of its own.
Every place where elements repeat is judged by the titles it would give, one a row, and by whether
its rows carry days; lists of one make on different places of the page are one list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from watcher.model.listing import Entry, Listing
from watcher.model.page import PageRequest
from watcher.sources.auto_links import Link, read_link, read_row_date
from watcher.text import dom
from watcher.text.urls import absolute, canonical

MIN_ROWS = 3
_MAX_LINKS = 4_000
_MAX_CLIMB = 10
_MAX_PATH = 7
_JUDGED = 8
_SHORT_TITLE = 6
_LONG_TITLE = 60
_LEAST_MEAN = 9.0
_NAV_TAGS = frozenset({"nav", "footer", "header", "aside", "menu"})
_NAV_NAME = re.compile(
    r"\bnav|menu|foot|header|sidebar|crumb|friend|copyright|login|share|hotword|tags?\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\W*(?:下一页|下页|后一页|下一頁|后页|next(?:\s+page)?|[>›»]{1,2})\W*", re.IGNORECASE
)
_TRS_PAGES = re.compile(
    r"createPageHTML?\(\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*[\"']([\w-]{1,40})[\"']\s*,\s*[\"'](\w{2,6})[\"']"
)


@dataclass(slots=True)
class _List:
    """Rows side by side, each with the link that is its title."""

    path: tuple[str, ...]
    classes: tuple[frozenset[str], ...]
    is_nav: bool
    rows: dict[int, tuple[dom.Node, Link]] = field(default_factory=dict)
    dated: float = 0.0

    @property
    def titles(self) -> float:
        """Characters of title this list would give; short words are navigation."""
        return sum(
            min(len(link.title), _LONG_TITLE)
            for _, link in self.rows.values()
            if len(link.title) >= _SHORT_TITLE
        ) * (0.3 if self.is_nav else 1.0)

    @property
    def score(self) -> float:
        """Titles, counted double where every row has a day, less where some rows have none."""
        whole = sum(len(link.title) > _SHORT_TITLE for _, link in self.rows.values())
        return self.titles * (1.0 + self.dated) * whole / len(self.rows)


def find_entries(html: str, *, url: str, today: date) -> Listing:
    """Find the list on a page and give its rows in order; never raises.

    Titles are whole where the page has them whole (the ``title`` attribute), days come from the
    rows. The listing is empty and says so where nothing on the page looks like a list.
    """
    scripts = _TRS_PAGES.search(html)
    page = dom.parse(html)
    page.strip(["script", "style", "noscript", "template"])
    first = page.first("base[href]")
    base = absolute(first.get("href"), url) if first else None
    base = base or url
    best = _choose(_merge(_collect(page, base)), today)
    if best is None:
        return Listing(entries=(), rows_seen=0, problems=("nothing on the page looks like a list",))
    entries = _entries(best, base, today)
    problems = []
    undated = sum(entry.published_on is None for entry in entries)
    if 2 * undated > len(entries):
        problems.append(f"{undated} of {len(entries)} rows show no day")
    return Listing(
        entries=entries,
        rows_seen=len(best.rows),
        next_page=_next_page(page, base, scripts),
        problems=tuple(problems),
    )


def _collect(page: dom.Dom, base: str) -> list[_List]:
    """Collect every place where elements of one name repeat with links inside."""
    found: dict[tuple[int, str], _List] = {}
    for node in page.css("a[href]")[:_MAX_LINKS]:
        address = absolute(node.get("href"), base)
        link = read_link(node, address) if address else None
        if link is None:
            continue
        row: dom.Node | None = node
        for depth in range(_MAX_CLIMB):
            parent = row.parent if row is not None else None
            if row is None or parent is None:
                break
            key = (hash(parent), row.tag)
            place = found.get(key)
            if place is None:
                place = found[key] = _List((), (), is_nav=False)
            known = place.rows.get(hash(row))
            if known is None or known[1].weight < link.weight:
                place.rows[hash(row)] = (row, link)
            elif depth > 2:
                break  # a longer title of this row has been here, and above it too
            row = parent
    places = [place for place in found.values() if len(place.rows) >= MIN_ROWS]
    for place in places:
        _describe(place)
    return places


def _describe(place: _List) -> None:
    """Note the way from the list up to the root, by names and by classes."""
    row = next(iter(place.rows.values()))[0]
    path, classes = [row.tag], [frozenset[str]()]
    above = row.parent
    while above is not None:
        tag = above.tag
        attributes = above.attributes
        names = attributes.get("class", "")
        if tag in _NAV_TAGS or _NAV_NAME.search(f"{names} {attributes.get('id', '')}"):
            place.is_nav = True
        if len(path) < _MAX_PATH:
            path.append(tag)
            classes.append(frozenset(names.split()))
        elif len(path) > 4 * _MAX_PATH:
            break
        above = above.parent
    place.path, place.classes = tuple(path), tuple(classes)


def _merge(places: Iterable[_List]) -> list[_List]:
    """Join lists of one make: the same path, and at each step a class in common or none."""
    merged: list[_List] = []
    by_path: dict[tuple[str, ...], list[_List]] = {}
    for place in places:
        for other in by_path.setdefault(place.path, [])[:20]:
            if all(
                (not mine and not theirs) or mine & theirs
                for mine, theirs in zip(place.classes, other.classes, strict=True)
            ):
                other.rows.update(place.rows)
                break
        else:
            by_path[place.path].append(place)
            merged.append(place)
    return merged


def _choose(places: list[_List], today: date) -> _List | None:
    leading = sorted(places, key=lambda place: -place.titles)[:_JUDGED]
    for place in leading:
        sample = list(place.rows.values())[:12]
        dated = sum(read_row_date(row, link.title, today)[0] is not None for row, link in sample)
        place.dated = dated / len(sample)
    best = max(leading, key=lambda place: place.score, default=None)
    return best if best is not None and _is_plausible(best) else None


def _is_plausible(best: _List) -> bool:
    """Whether a list can be one of notices: navigation has short words and no days."""
    mean = sum(len(link.title) for _, link in best.rows.values()) / len(best.rows)
    if best.is_nav and best.dated == 0:
        return False
    return best.score > 0 and (best.dated > 0 or mean >= _LEAST_MEAN)


def _entries(best: _List, base: str, today: date) -> tuple[Entry, ...]:
    rows = list(best.rows.values())
    common = Counter(_kind(row, link.node) for row, link in rows).most_common(1)[0][0]
    seen: set[str] = set()
    entries: list[Entry] = []
    for row, longest in rows:
        link = _usual_link(row, longest, common, base)
        key = canonical(link.url)
        if key in seen:
            continue
        seen.add(key)
        day, printed = read_row_date(row, link.title, today)
        entries.append(
            Entry(
                title=link.title,
                url=link.url,
                published_on=day,
                published_text=printed,
                title_cut=link.cut,
                position=len(entries),
                href=link.href,
            )
        )
    return tuple(entries)


def _kind(row: dom.Node, node: dom.Node) -> tuple[str, ...]:
    """Name the place of a link in its row: the elements between them and the link's class."""
    path = [node.get("class") or ""]
    above: dom.Node | None = node
    while above is not None and above != row and len(path) < _MAX_CLIMB:
        path.append(above.tag)
        above = above.parent
    return tuple(path)


def _usual_link(row: dom.Node, longest: Link, common: tuple[str, ...], base: str) -> Link:
    """Take the link that stands where most rows have their title, else the longest one."""
    if row == longest.node or _kind(row, longest.node) == common:
        return longest
    for node in row.css("a[href]")[:20]:
        address = absolute(node.get("href"), base)
        if address and _kind(row, node) == common:
            return read_link(node, address) or longest
    return longest


def _next_page(page: dom.Dom, base: str, scripts: re.Match[str] | None) -> PageRequest | None:
    for node in page.css('a[rel="next"], a.next, a'):
        if node.get("rel") != "next" and not _NEXT.fullmatch(node.text):
            continue
        address = absolute(node.get("href"), base)
        if address and canonical(address) != canonical(base):
            return PageRequest(url=address)
    if scripts and int(scripts[2]) + 1 < int(scripts[1]):
        # TRS: the first page is index.html, the second index_1.html.
        name = f"{scripts[3]}_{int(scripts[2]) + 1}.{scripts[4]}"
        address = absolute(name, base)
        return PageRequest(url=address) if address else None
    return None
