"""Fetches what a proposal needs, politely: the list, its second page, one notice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urldefrag

from watcher.errors import Blocked, FetchError, NotSane, ParseError, RateLimited
from watcher.model.listing import Entry, Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import Source, Tier
from watcher.pipeline.adding.bodies import read_notice
from watcher.pipeline.adding.doubts import Doubt, Subject, find_doubts
from watcher.pipeline.adding.naming import (
    busiest_day,
    propose_floor,
    propose_interval,
    propose_names,
)
from watcher.pipeline.adding.proposal import (
    NoList,
    Proposal,
    SecondPage,
    Unfit,
    propose_source,
)
from watcher.pipeline.reading import read_listing
from watcher.pipeline.services import Services
from watcher.sources import first_request
from watcher.sources.rows import decode_page
from watcher.text.urls import canonical

SHORT_BODY = 30
MOST_HOPS = 2
SAMPLE_NOTICES = 3
"""Rows tried for a notice to read; files and other hosts are passed over."""
FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rar", ".wps", ".ofd", ".jpg", ".png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the operator gave. Empty texts are proposed for."""

    url: str
    id: str = ""
    name: str = ""
    tier: str = ""
    issuer: str = ""
    allow_private: bool = False
    ignore_robots: bool = False


def look_at(services: Services, asked: Asked, *, taken: Collection[str]) -> Proposal:
    """Fetch a list, its second page and one of its notices, and propose how to watch it.

    ``taken`` are the ids in use. Up to five requests, spaced like any source's.

    Raises:
        FetchError: the list could not be brought.
        Unfit: the address does not lead to a list.
    """
    draft = Source(
        id="new",
        name="new",
        kind="auto",
        tier=Tier.OFFICIAL,
        url=asked.url,
        allow_private=asked.allow_private,
        ignore_robots=asked.ignore_robots,
        host_delay_seconds=0.0 if asked.allow_private else 5.0,
    )
    first = _fetch(services, first_request(draft))
    today = services.today(draft)
    moved = _moved_to(draft, first)
    draft = replace(draft, url=moved) if moved else draft
    found = services.parse(propose_source, draft, first, today)
    if isinstance(found, NoList):
        raise Unfit(found.reason, *found.values)
    proposal = found
    for _ in range(MOST_HOPS):
        if not proposal.listing.is_hop or proposal.listing.next_page is None:
            break
        shown = _fetch(services, proposal.listing.next_page)
        listing = services.parse(read_listing, proposal.source, shown, today)
        proposal = replace(proposal, listing=listing)
    if not proposal.listing.entries:
        reason = proposal.listing.problems[0] if proposal.listing.problems else ""
        raise Unfit("shell", reason)
    proposal = _add_second_page(services, proposal, today)
    proposal = _add_notice(services, proposal, today)
    proposal = _add_names(proposal, asked, decode_page(draft, first), taken, today)
    if moved:
        doubt = Doubt(subject=Subject.MOVED, values=(asked.url, moved))
        proposal = replace(proposal, doubts=(doubt, *proposal.doubts))
    return proposal


def _fetch(services: Services, request: PageRequest) -> Page:
    answer = services.fetcher.fetch(request)
    if not isinstance(answer, Page):
        raise NotSane("The server answered 304 to a plain request")
    return answer


def _moved_to(draft: Source, page: Page) -> str:
    """Give where the address leads to if that is another page; its fragment is kept."""
    if canonical(page.final_url) == canonical(draft.url):
        return ""
    fragment = urldefrag(draft.url).fragment
    return urldefrag(page.final_url).url + (f"#{fragment}" if fragment else "")


def _add_second_page(services: Services, proposal: Proposal, today: date) -> Proposal:
    """Prove paging, and tell what cannot be proved."""
    following = proposal.listing.next_page
    count = len(proposal.listing.entries)
    if following is None:
        doubt = Doubt(subject=Subject.NO_SECOND_PAGE, values=(str(count),))
        return replace(proposal, doubts=(*proposal.doubts, doubt))
    shown = urldefrag(following.url).url
    try:
        page = _fetch(services, following)
        second = services.parse(read_listing, proposal.source, page, today)
    except (FetchError, ParseError) as error:
        return _without_pages(proposal, SecondPage(url=shown, problem=str(error)))
    if not second.entries:
        problem = second.problems[0] if second.problems else "no row"
        return _without_pages(proposal, SecondPage(url=shown, problem=problem))
    fresh = _count_fresh(proposal.listing, second)
    found = SecondPage(url=shown, rows=len(second.entries), fresh=fresh)
    if not fresh:
        doubt = Doubt(subject=Subject.SECOND_PAGE_SAME, values=(shown,), is_grave=True)
        return replace(proposal, second=found, doubts=(*proposal.doubts, doubt))
    return replace(proposal, second=found)


def _without_pages(proposal: Proposal, second: SecondPage) -> Proposal:
    """Keep a proposal whose further pages could not be read; guessed page rules are dropped."""
    doubt = Doubt(subject=Subject.SECOND_PAGE_FAILED, values=(second.url, second.problem))
    return replace(proposal, second=second, doubts=(*proposal.doubts, doubt))


def _count_fresh(first: Listing, second: Listing) -> int:
    known = {canonical(entry.url) for entry in first.entries if entry.url}
    return sum(
        bool(entry.url) and canonical(entry.url or "") not in known for entry in second.entries
    )


def _add_notice(services: Services, proposal: Proposal, today: date) -> Proposal:
    """Prove that a notice can be read, on the first row that is a page of its own."""
    source, problem = proposal.source, ""
    for entry in _notices(proposal.listing):
        request = replace(first_request(source), url=entry.url or "", method="GET", body=None)
        try:
            page = _fetch(services, request)
            seen = services.parse(read_notice, page, source, entry, today)
        except (Blocked, RateLimited) as error:
            problem = str(error)
            break
        except (FetchError, ParseError) as error:
            problem = problem or str(error)
            continue
        doubts = list(proposal.doubts)
        if seen.characters < SHORT_BODY:
            doubts.append(
                Doubt(subject=Subject.DETAIL_SHORT, values=(seen.url, str(seen.characters)))
            )
        elif not seen.rules.body:
            doubts.append(Doubt(subject=Subject.DETAIL_NO_RULE, values=(seen.how,)))
        source = replace(source, detail=seen.rules)
        return replace(proposal, source=source, detail=seen, doubts=tuple(doubts))
    doubt = Doubt(subject=Subject.DETAIL_FAILED, values=(problem,), is_grave=True)
    return replace(proposal, doubts=(*proposal.doubts, doubt))


def _notices(listing: Listing) -> list[Entry]:
    pages = [
        entry
        for entry in listing.entries
        if entry.url and not urldefrag(entry.url).url.lower().endswith(FILES)
    ]
    return pages[:SAMPLE_NOTICES]


def _add_names(
    proposal: Proposal, asked: Asked, html: str, taken: Collection[str], today: date
) -> Proposal:
    """Name the source, set its floor and rhythm, and add the doubts about its rows."""
    entries = proposal.listing.entries
    names = propose_names(html, proposal.source.url, taken)
    tier = Tier(asked.tier) if asked.tier else names.tier
    source = replace(
        proposal.source,
        id=asked.id or names.id,
        name=asked.name or names.name,
        issuer=asked.issuer or names.issuer,
        tier=tier,
        interval_seconds=propose_interval(entries, today),
        min_rows=propose_floor(entries),
        host_delay_seconds=5.0,
        verified=_verified(proposal, today),
    )
    doubts = [*find_doubts(source, proposal.listing, today=today), *proposal.doubts]
    if not asked.tier and not names.is_tier_sure:
        doubts.append(Doubt(subject=Subject.TIER, values=(tier.value,)))
    if busiest_day(entries) >= max(len(entries) - 1, 2):
        doubts.append(Doubt(subject=Subject.BUSY, values=(str(len(entries)),)))
    ordered = sorted(doubts, key=lambda doubt: not doubt.is_grave)
    return replace(proposal, source=source, doubts=tuple(ordered))


def _verified(proposal: Proposal, today: date) -> str:
    """Say what was seen to work, for the table's ``verified``."""
    rows = proposal.listing.entries
    dated = sum(entry.published_on is not None for entry in rows)
    said = [f"{len(rows)} rows, {dated} dated"]
    if proposal.second is not None and proposal.second.fresh:
        said.append("second page read")
    if proposal.detail is not None and proposal.detail.characters >= SHORT_BODY:
        said.append("one notice read")
    return f"{today.isoformat()}, watcher sources add: {', '.join(said)}"
