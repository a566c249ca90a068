"""From a fetched listing page to a proposed source; runs in a worker. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from watcher import extract
from watcher.errors import InputError
from watcher.model.listing import Listing
from watcher.model.page import Page
from watcher.model.source import ListingRules, Source
from watcher.pipeline.adding.bodies import DetailSeen
from watcher.pipeline.adding.data_rules import propose_data_rules
from watcher.pipeline.adding.doubts import Doubt, Subject
from watcher.pipeline.adding.rules import compare, propose_rules
from watcher.sources import FAMILIES, dress, find_family, missing_values, parse_listing
from watcher.sources.appearance import describe
from watcher.sources.family_finding import propose_details
from watcher.sources.json_data import load
from watcher.sources.rows import decode_page, find_base
from watcher.text import dom
from watcher.text.urls import absolute, canonical

LEAST_ROWS = 3
LEAST_BODY = 150
SURE_ROWS = 8


@dataclass(frozen=True, slots=True)
class NoList:
    """Why a page is no list: errors of this room do not come back whole from a worker."""

    reason: str
    values: tuple[str, ...]


class Unfit(InputError):
    """The address does not lead to a list. ``reason`` names the sentence, ``values`` fill it."""

    def __init__(self, reason: str, *values: str) -> None:
        super().__init__(f"{reason}: {' '.join(values)}")
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPage:
    """What the page after the first one showed. ``fresh`` counts rows the first did not have."""

    url: str
    rows: int = 0
    fresh: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source as proposed, with all that was seen on the way."""

    source: Source
    listing: Listing
    family: str = ""
    evidence: str = ""
    second: SecondPage | None = None
    detail: DetailSeen | None = None
    doubts: tuple[Doubt, ...] = field(default=())


def propose_source(draft: Source, page: Page, today: date) -> Proposal | NoList:
    """Propose how a listing page is read, or say why it is no list.

    A shell gives a listing that is a hop: its second page is to be fetched and read.
    """
    try:
        return _propose(draft, page, today)
    except Unfit as unfit:
        return NoList(unfit.reason, unfit.values)


def _propose(draft: Source, page: Page, today: date) -> Proposal:
    """Propose a reading: by the page's family, by selectors, by its shape."""
    text = decode_page(draft, page)
    family = _try_family(draft, page, today)
    if family is not None and family.listing.is_hop:
        return family
    if family is not None and family.listing.entries and _is_data(page, text):
        return family
    found = _from_data(draft, page, text, today)
    if found is not None:
        return found
    shape = parse_listing(draft, page, today=today)
    if family is not None and _is_as_good(family.listing, shape):
        _ensure_list(family.listing, page, text, today)
        return family
    _ensure_list(shape, page, text, today)
    rules = propose_rules(draft, page, shape, today=today)
    if not rules.rows:
        return Proposal(source=draft, listing=shape, doubts=(Doubt(subject=Subject.BY_SHAPE),))
    source = replace(draft, kind="html", listing=rules)
    listing = parse_listing(source, page, today=today)
    pages = family.source.pages if family is not None else None
    if listing.next_page is None and pages is not None:
        source = replace(source, pages=pages)
        listing = parse_listing(source, page, today=today)
    return Proposal(
        source=source,
        listing=listing,
        family=family.family if family else "",
        evidence=family.evidence if family else "",
    )


def _try_family(draft: Source, page: Page, today: date) -> Proposal | None:
    """Read the page by the preset of the family it looks like, where it looks like one."""
    suspicion = find_family(page)
    if suspicion is None:
        return None
    source = dress(draft, suspicion.family)
    listing = parse_listing(source, page, today=today)
    if not listing.entries and not listing.is_hop:
        return Proposal(
            source=source, listing=listing, family=suspicion.family, evidence=suspicion.evidence
        )
    source, listing = _surer_pages(source, listing, page, today)
    missing = missing_values(FAMILIES[suspicion.family], draft.url)
    doubts: tuple[Doubt, ...] = ()
    if missing and not listing.is_hop:
        # Such a table would be refused: what was read is written out, without the family's name.
        source = replace(source, family=None, pages=None)
        listing = parse_listing(source, page, today=today)
        doubts = (Doubt(subject=Subject.FAMILY_VALUES, values=(", ".join(missing),)),)
    return Proposal(
        source=source,
        listing=listing,
        family=suspicion.family,
        evidence=suspicion.evidence,
        doubts=doubts,
    )


def _surer_pages(
    source: Source, listing: Listing, page: Page, today: date
) -> tuple[Source, Listing]:
    """Let the page's own link to the next one win over a family's habit where they differ."""
    pages = source.pages
    if pages is None or pages.method != "GET" or source.hop is not None or listing.is_hop:
        return source, listing
    plain = replace(source, family=None, pages=None)
    by_link = parse_listing(plain, page, today=today)
    if by_link.next_page is None:
        return source, listing
    habit = listing.next_page.url if listing.next_page else ""
    if canonical(habit) == canonical(by_link.next_page.url):
        return source, listing
    return plain, by_link


def _from_data(draft: Source, page: Page, text: str, today: date) -> Proposal | None:
    """Read what is no HTML page: a feed, a sitemap, records, JSON; None where it is one.

    Raises:
        Unfit: it is JSON without a list in it.
    """
    kind = _kind_of(page, text)
    if kind is None:
        return None
    rules = ListingRules()
    if kind == "json":
        try:
            rules = propose_data_rules(text, today=today)
        except ValueError:
            raise Unfit("broken_json") from None
        if not rules.title.path:
            raise Unfit("json_without_list")
    source = replace(draft, kind=kind, listing=rules)
    listing = parse_listing(source, page, today=today)
    if not listing.entries:
        raise Unfit("no_list", describe(page, text))
    return Proposal(source=source, listing=listing)


def _kind_of(page: Page, text: str) -> str | None:
    """Name the kind that reads what is no HTML page; a JSONP call is JSON too."""
    said = describe(page, text)
    kind = next((kind for mark, kind in DATA_KINDS if said.startswith(mark)), None)
    if kind is None and "no HTML" in said:
        try:
            load(text)
        except ValueError:
            return None
        return "json"
    return kind


def _is_data(page: Page, text: str) -> bool:
    return _kind_of(page, text) is not None


def _is_as_good(read: Listing, shape: Listing) -> bool:
    """Whether a preset reads all that was found by the list's shape, or more."""
    if not read.entries:
        return False
    if compare(read.entries, shape.entries).is_whole:
        return True
    mine = {canonical(each.url or "") for each in read.entries}
    theirs = {canonical(each.url or "") for each in shape.entries}
    dated = sum(each.published_on is not None for each in read.entries)
    return theirs <= mine and 2 * dated >= len(read.entries)


def _ensure_list(listing: Listing, page: Page, text: str, today: date) -> None:
    """Refuse what is no list: nothing that repeats, or a single notice with links around it.

    Raises:
        Unfit: with the reason.
    """
    said = describe(page, text)
    for mark, reason in NO_LISTS:
        if said.startswith(mark):
            raise Unfit(reason, said)
    rows = listing.entries
    dated = sum(each.published_on is not None for each in rows)
    titles = sum(len(each.title) for each in rows)
    document = extract.extract_html(text, url=page.final_url, today=today)
    is_named = any(k.lower() == "articletitle" for k in propose_details(text))
    is_sure = len(rows) >= (SURE_ROWS if is_named else LEAST_ROWS + 2) and dated >= 0.6 * len(rows)
    has_text = len(document.body) >= LEAST_BODY and len(document.body) > 2 * titles
    is_sibling = len(document.body) >= LEAST_BODY and _is_sibling(page.final_url, listing)
    if is_sibling or ((is_named or has_text) and not is_sure):
        raise Unfit("notice", document.title, find_column(text, page.final_url))
    if len(rows) < LEAST_ROWS and not (rows and dated == len(rows)):
        raise Unfit("no_list", said)


def _is_sibling(url: str, listing: Listing) -> bool:
    """Whether a page is named like those it links to ("t20260801_12.html"): one of them itself."""
    own = _shape(url)
    shapes = [_shape(each.url or "") for each in listing.entries]
    return "0" in own and 2 * shapes.count(own) > len(shapes)


def _shape(url: str) -> str:
    """Give the last step of a path with every number written as 0."""
    return re.sub(r"\d+", "0", urlsplit(url).path.rsplit("/", 1)[-1])


def find_column(html: str, url: str) -> str:
    """Give the address of the column that a notice's page links to; empty where none is found.

    A column stands in a folder above the notice and its link in the trail to the page.
    """
    document = dom.parse(html)
    base = find_base(document, url)
    own = urlsplit(url)
    best = ""
    for node in document.css("a[href]")[:400]:
        target = absolute(node.get("href"), base)
        parts = urlsplit(target or "")
        folder = parts.path.rsplit("/", 1)[0] + "/"
        is_above = parts.netloc == own.netloc and own.path.startswith(folder)
        is_page = parts.path == own.path or folder == "/"
        ends = parts.path.rsplit("/", 1)[-1].lower()
        if is_above and not is_page and (not ends or ends.startswith(("index", "list", "node"))):
            best = max(best, target or "", key=len)
    return best


DATA_KINDS = (
    ("JSON", "json"),
    ("an RSS or Atom feed", "rss"),
    ("a sitemap", "sitemap"),
    ("a page with its rows in CDATA records", "xml_records"),
)
"""How ``describe`` begins for what is no HTML page, and the kind that reads it."""

NO_LISTS = (
    ("an empty body", "empty"),
    ("a PDF file", "file"),
    ("a zip", "file"),
    ("an old Office file", "file"),
    ("an image", "file"),
    ("a compressed file", "file"),
    ("a binary file", "file"),
    ("an error page", "error_page"),
    ("a login form", "login"),
    ("a page that only sends on", "sends_on"),
    ("a shell", "shell"),
)
