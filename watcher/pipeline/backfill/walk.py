"""Turning the pages of a list backwards: what to ask for, which rows are wanted, when to stop."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from watcher.errors import Gone, NotSane
from watcher.model.backfill import Backfill, BackfillEnd, NextPage
from watcher.model.listing import Entry, Listing
from watcher.model.page import EvidenceRef, NotModified, Page, PageRequest
from watcher.model.source import PageRules, Source
from watcher.pipeline.listing import MOST_PAGES_BACK, Shelf, ensure_sane
from watcher.pipeline.overlap import FIRST_DEEP
from watcher.pipeline.reading import entry_key
from watcher.pipeline.services import Services
from watcher.sources import first_request
from watcher.sources.paging import request_of
from watcher.store import pages, seen
from watcher.store import sources as states

MOST_PAGES = 1000
"""Pages walked at most where neither the command nor the source says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One list page as brought and judged.

    ``kept`` are the fetched pages with their evidence, ``rows`` the wanted rows in the order in
    which they are stored (oldest first, as a live check does). ``after`` is how far the walk came;
    what it says of stored rows is not meant. ``is_undated``: only the notices themselves can
    say how far the page goes back, see :meth:`Walk.note_days`.
    """

    kept: tuple[tuple[Page, EvidenceRef], ...]
    rows: tuple[Entry, ...]
    after: Backfill
    is_undated: bool = False


class Walk:
    """Goes through a list from where a backfill stands. One thread at a time."""

    def __init__(self, services: Services, source: Source, backfill: Backfill) -> None:
        self._services = services
        self._source = widen(source, backfill.max_pages)
        self._at = backfill
        with services.store.reading() as tx:
            state = states.get_state(tx, source.id)
        since, deep_at = state.baseline_at, state.deep_at
        self._is_watched = since is not None
        self._is_combed = bool(since and deep_at and deep_at > since + FIRST_DEEP)

    @property
    def is_over(self) -> bool:
        """Whether there is no page to turn to."""
        return self._at.reason is not None

    def turn(self) -> Turn:
        """Bring and judge the next page.

        Raises:
            FetchError: it could not be brought; the walk can go on from here another time.
            ParseError: the first page is not a believable list.
        """
        before = self._at
        shelf = Shelf(self._services, self._source)
        try:
            listing = self._bring(shelf)
        except Gone as error:
            if before.pages_read == 0:
                raise
            self._at = replace(_ended(before, BackfillEnd.LIST_END, str(error)), pending=())
            return Turn(kept=(), rows=(), after=self._at)
        if before.pages_read == 0:
            ensure_sane(self._source, listing)
        turn = self._judge(listing, tuple(shelf.kept))
        self._at = turn.after
        return turn

    def note_days(self, days: Sequence[date]) -> Backfill:
        """Take the days that the notices of an undated page turned out to have.

        The walk ends where all of them are older than what is asked for.
        """
        at = self._at
        if days and at.reason is None and max(days) < at.since:
            at = _ended(at, BackfillEnd.SINCE, "")
        if days:
            at = replace(at, oldest_on=_least(at.oldest_on, *days))
        self._at = at
        return at

    def _bring(self, shelf: Shelf) -> Listing:
        following = self._at.following
        request = (
            first_request(self._source)
            if following is None
            else request_of(
                self._source, following.url, method=following.method, body=following.body
            )
        )
        listing = shelf.read(self._fetch(request))
        if listing.is_hop and listing.next_page is not None:
            listing = shelf.read(self._fetch(listing.next_page))
        return listing

    def _fetch(self, request: PageRequest) -> Page:
        answer = self._services.fetcher.fetch(request)
        if isinstance(answer, NotModified):
            raise NotSane("The server answered 304 to a plain request")
        return answer

    def _judge(self, listing: Listing, kept: tuple[tuple[Page, EvidenceRef], ...]) -> Turn:
        before = self._at
        digest = _digest(self._source, listing)
        after = replace(
            before,
            pages_read=before.pages_read + 1,
            pending=(),
            following=_following(listing),
        )
        if not listing.entries or digest in before.seen:
            why = "shows what an earlier one showed" if listing.entries else "has no rows"
            detail = f"page {after.pages_read} {why}"
            return Turn(kept=kept, rows=(), after=_ended(after, BackfillEnd.LIST_END, detail))
        wanted, left, has_met = self._choose(listing)
        days = [entry.published_on for entry in listing.entries if entry.published_on is not None]
        inside = [each.published_on for each in wanted if each.published_on is not None]
        after = replace(
            after,
            pending=tuple(each for each in wanted if each.body_html is None),
            rows=before.rows + len(listing.entries),
            wanted=before.wanted + len(wanted),
            undated=before.undated + len(listing.entries) - len(days),
            seen=(*before.seen, digest),
            left=(*before.left, *left),
            has_met=has_met,
            newest_on=max([*inside, before.newest_on or date.min]) if inside else before.newest_on,
            oldest_on=_least(before.oldest_on, *inside),
        )
        return Turn(
            kept=kept,
            rows=tuple(wanted),
            after=self._end(after, days),
            is_undated=not days and bool(wanted),
        )

    def _choose(self, listing: Listing) -> tuple[list[Entry], list[str], bool]:
        """Return the wanted rows, the keys of rows left to the live check, and whether it is met.

        A live check of a watched source tells whatever it has not seen on the pages down to the
        first whose last row is known, and later what was put in between known rows of the next
        ones. Stored silently, such a row would never be told: it is left.
        """
        at, source = self._at, self._source
        keys = {entry_key(source, entry): entry for entry in reversed(listing.entries)}
        with self._services.store.reading() as tx:
            known = {*pages.find_pages(tx, list(keys)), *seen.find_rows(tx, source.id, list(keys))}
        around = [each.published_on for each in listing.entries if each.published_on is not None]
        rows = {
            key: entry
            for key, entry in keys.items()
            if (entry.url or entry.body_html) and _is_wanted(at, entry, around)
        }
        is_near = self._is_watched and at.pages_read <= MOST_PAGES_BACK
        has_met = at.has_met or not is_near
        former = set(at.left)
        if not has_met:
            former |= {key for key in rows if key not in known}
            has_met = entry_key(source, listing.entries[-1]) in known
        elif is_near and self._is_combed:
            unknown = takewhile(lambda key: key not in known, keys)  # at the page's end
            former |= (rows.keys() - known).difference(unknown)
        left = [key for key in rows if key in former]
        wanted = [entry for key, entry in rows.items() if key not in former]
        return wanted, [key for key in left if key not in at.left], has_met

    def _end(self, after: Backfill, days: Sequence[date]) -> Backfill:
        """Say whether this was the last page, and why."""
        if days and max(days) < after.since:
            return _ended(after, BackfillEnd.SINCE, "")
        allowed = self._source.pages.most if self._source.pages else MOST_PAGES
        most = after.max_pages or allowed
        if after.pages_read >= most:
            return _ended(after, BackfillEnd.PAGE_CAP, f"{most} pages were allowed")
        if after.following is None:
            return _ended(after, BackfillEnd.LIST_END, "the list has no further page")
        return after


def _is_wanted(backfill: Backfill, entry: Entry, around: Sequence[date]) -> bool:
    """Whether a row lies within the days asked for; one without a day goes with its page."""
    if entry.published_on is not None:
        return backfill.since <= entry.published_on <= backfill.until
    return not around or (min(around) <= backfill.until and max(around) >= backfill.since)


def widen(source: Source, max_pages: int | None) -> Source:
    """Return the source with its own limit of pages lifted to what was asked for."""
    rules: PageRules | None = source.pages
    if rules is None or max_pages is None or rules.most >= max_pages:
        return source
    return replace(source, pages=replace(rules, most=max_pages))


def _following(listing: Listing) -> NextPage | None:
    request = listing.next_page
    if request is None:
        return None
    body = None if request.body is None else request.body.decode()
    return NextPage(url=request.url, method=request.method, body=body)


def _ended(at: Backfill, reason: BackfillEnd, detail: str) -> Backfill:
    return replace(at, reason=reason, detail=detail, following=None)


def _least(first: date | None, *others: date) -> date | None:
    return min((*others, first) if first else others, default=first)


def _digest(source: Source, listing: Listing) -> str:
    keys = sorted(entry_key(source, entry) for entry in listing.entries)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]
