"""Steps 1 to 4: bring the listing, keep it, read it, and say which entries need a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from watcher.errors import Gone, ListingEmpty, NotSane, ParseError
from watcher.model.health import Gap, SourceState
from watcher.model.known import KnownPage, PageState, SeenRow
from watcher.model.listing import Entry, Listing
from watcher.model.page import EvidenceRef, NotModified, Page, PageRequest
from watcher.model.source import Source
from watcher.pipeline.moving import Onward, find_move, is_other_place, may_send_on, read_onward
from watcher.pipeline.overlap import Comparison, Overlap
from watcher.pipeline.reading import Rows, entry_key, read_if_changed
from watcher.pipeline.services import Services
from watcher.pipeline.trust import ensure_sane
from watcher.sources import first_request
from watcher.store import pages
from watcher.text.fold import fold_key

MOST_PAGES_BACK = 10
"""Pages walked back at most in one check to find where the list meets what is known."""

NONE_SHOWN: Mapping[str, SeenRow] = MappingProxyType({})

__all__ = ["ListingRead", "Shelf", "Work", "bring_listing", "ensure_sane", "plan_work"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRead:
    """A listing as brought. ``listing`` is None where nothing changed since the last good check.

    Its entries are those that may be news. ``page`` and ``ref`` are the newest rows, of the digest
    ``rows_sha256`` where they were read. ``moved_to`` is where the list lives now, if not where it
    is asked for.
    """

    listing: Listing | None
    page: Page | None = None
    ref: EvidenceRef | None = None
    rows_sha256: str | None = None
    overlap: Overlap | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the entries of a listing ask for. Entries are oldest first, as they were published."""

    fresh: tuple[Entry, ...]
    inline: tuple[Entry, ...]
    known: dict[str, KnownPage]


@dataclass(slots=True)
class Shelf:
    """Keeps the pages of one listing and reads them in a worker."""

    services: Services
    source: Source
    kept: list[tuple[Page, EvidenceRef]] = field(default_factory=list)

    def read(self, page: Page) -> Listing:
        """Keep a page's bytes and return its rows."""
        rows = self.read_if_changed(page, None)
        assert rows.listing is not None  # noqa: S101  # nothing is the same as None
        return rows.listing

    def read_if_changed(self, page: Page, last: str | None) -> Rows:
        """Return a page's rows and keep its bytes, unless the rows are those of ``last``.

        What cannot be read is kept as well: it is what the diagnosis speaks of.
        """
        today = self.services.today(self.source)
        try:
            rows = self.services.parse(read_if_changed, self.source, page, today, last)
        except ParseError:
            self._keep(page)
            raise
        if rows.listing is not None:
            self._keep(page)
        return rows

    def _keep(self, page: Page) -> None:
        self.kept.append((page, self.services.archive.keep(page)))

    def bring(self, request: PageRequest) -> Listing:
        """Fetch a further page and return its rows."""
        self.services.ensure_running()
        return self.read(_fetch_page(self.services, request))


def bring_listing(
    shelf: Shelf, state: SourceState, *, whole: bool, tried: Gap | None = None
) -> ListingRead:
    """Fetch a listing, conditionally unless ``whole``, read it and keep its bytes if it is news.

    ``shelf`` holds what was kept, however this ends; ``tried`` is the gap to be closed, if any.

    Raises:
        FetchError: it could not be brought.
        ParseError: it came, but is not a believable list; its bytes are kept all the same.
    """
    services, source = shelf.services, shelf.source
    now = services.clock()
    is_deep = state.deep_at is not None and state.deep_at <= now
    whole = whole or is_deep or tried is not None
    request = first_request(source)
    has_hop = source.hop is not None  # its first page never changes: the rows are behind it
    if not whole and not has_hop:
        request = replace(request, etag=state.etag, last_modified=state.last_modified)
    answer = services.fetcher.fetch(request)
    if isinstance(answer, NotModified):
        return ListingRead(listing=None)
    moved_to = answer.final_url if is_other_place(request.url, answer.final_url) else None
    if not whole and not has_hop and answer.sha256 == state.listing_sha256:
        return ListingRead(listing=None, page=answer, moved_to=moved_to)
    last = None if whole else state.rows_sha256
    try:
        page, rows, moved_to = _read_first(shelf, request, answer, last)
        if rows.listing is not None and rows.listing.is_hop and rows.listing.next_page is not None:
            page = _fetch_page(services, rows.listing.next_page)
            if not whole and page.sha256 == state.listing_sha256:
                return ListingRead(listing=None, page=page, moved_to=moved_to)
            rows = shelf.read_if_changed(page, last)
        if rows.listing is None:
            return ListingRead(listing=None, page=page, moved_to=moved_to, rows_sha256=rows.sha256)
        listing = rows.listing
        ensure_sane(source, listing)
    except ParseError as error:
        if moved_to is None:
            raise
        said = f"{request.url} leads to {moved_to}, where no list is: {error}"
        raise Gone(said) from error
    ref = shelf.kept[-1][1]
    comparison = Comparison(
        services=services,
        source=source,
        state=state,
        now=now,
        tried=tried,
        is_deep=is_deep,
        most=MOST_PAGES_BACK,
    )
    overlap = comparison.compare(listing, shelf.bring)
    return ListingRead(
        listing=replace(listing, entries=overlap.news),
        page=page,
        ref=ref,
        rows_sha256=rows.sha256,
        overlap=overlap,
        moved_to=moved_to or overlap.moved_to,
    )


def _read_first(
    shelf: Shelf, request: PageRequest, page: Page, last: str | None
) -> tuple[Page, Rows, str | None]:
    """Read the first page, or the one it sends its reader to; say where the list lives now.

    ``last`` is the digest of the rows that are known already.

    Raises:
        ParseError: neither is a list.
    """
    try:
        rows = shelf.read_if_changed(page, last)
        listing = rows.listing
        if listing is not None and not listing.entries and not listing.is_hop:
            ensure_sane(shelf.source, listing)
    except ListingEmpty:
        target = _look_onward(shelf.services, page).refresh
        if target is None or not is_other_place(page.final_url, target):
            raise
    else:
        onward = _look_onward(shelf.services, page)
        return page, rows, find_move(request.url, page, onward)
    page = _fetch_page(shelf.services, replace(request, url=target, etag=None, last_modified=None))
    return page, shelf.read_if_changed(page, last), page.final_url


def _look_onward(services: Services, page: Page) -> Onward:
    if not may_send_on(page):
        return Onward()
    try:
        return services.parse(read_onward, page)
    except ParseError:  # what could not be parsed sends nobody anywhere
        return Onward()


def _fetch_page(services: Services, request: PageRequest) -> Page:
    answer = services.fetcher.fetch(request)
    if isinstance(answer, NotModified):
        raise NotSane("The server answered 304 to a plain request")
    return answer


def plan_work(
    services: Services, source: Source, listing: Listing, shown: Mapping[str, SeenRow] = NONE_SHOWN
) -> Work:
    """Say which entries need a look: unknown, unread and retitled ones, and every inline body.

    ``shown`` are the rows as this source's list showed them before: another list may give the same
    page another title.
    """
    keys = {entry_key(source, entry): entry for entry in reversed(listing.entries)}
    with services.store.reading() as tx:
        known = pages.find_pages(tx, list(keys))
    inline = tuple(entry for entry in keys.values() if entry.body_html is not None)
    fresh = tuple(
        entry
        for key, entry in keys.items()
        if entry.body_html is None
        and entry.url is not None
        and (key not in known or _needs_look(entry, known[key], shown.get(key)))
    )
    return Work(fresh=fresh, inline=inline, known=known)


def _needs_look(entry: Entry, known: KnownPage, shown: SeenRow | None) -> bool:
    """Whether a known page must be read again now: never read, or under another title."""
    if known.state is PageState.UNREAD:
        return True
    title = fold_key(entry.title)
    if shown is not None:
        return title != shown.title_key
    return bool(known.listing_title) and title != fold_key(known.listing_title)
