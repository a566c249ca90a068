"""Steps 1 to 4: bring the listing, keep it, read it, and say which entries need a look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from watcher.errors import FieldMissing, ListingEmpty, NotSane
from watcher.model.health import SourceState
from watcher.model.known import KnownPage, PageState
from watcher.model.listing import Entry, Listing
from watcher.model.page import EvidenceRef, NotModified, Page, PageRequest
from watcher.model.source import Source
from watcher.pipeline.reading import entry_key, read_listing
from watcher.pipeline.services import Services
from watcher.sources import first_request
from watcher.store import pages
from watcher.text.fold import fold_key

LEAST_DATED = 0.5
"""Fewer rows than this with a date, where the source has a date rule: its selector is rotten."""


MOST_PAGES_BACK = 10
"""Pages walked back at most in one check to find where the list meets what is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRead:
    """A listing as brought. ``listing`` is None where nothing changed since the last good check.

    ``page`` holds the newest rows, ``refs`` everything that was kept for it. ``gap`` says in a
    sentence that more had been published than one page shows, and whether all of it was found.
    """

    listing: Listing | None
    page: Page | None = None
    refs: tuple[tuple[Page, EvidenceRef], ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the entries of a listing ask for. Entries are oldest first, as they were published."""

    fresh: tuple[Entry, ...]
    inline: tuple[Entry, ...]
    known: dict[str, KnownPage]


def bring_listing(
    services: Services, source: Source, state: SourceState, *, whole: bool
) -> ListingRead:
    """Fetch a listing, conditionally unless ``whole``, keep its bytes and read it.

    Raises:
        FetchError: it could not be brought.
        ParseError: it came, but is not a believable list; its bytes are kept all the same.
    """
    request = first_request(source)
    has_hop = source.hop is not None  # its first page never changes: the rows are behind it
    if not whole and not has_hop:
        request = replace(request, etag=state.etag, last_modified=state.last_modified)
    answer = services.fetcher.fetch(request)
    if isinstance(answer, NotModified):
        return ListingRead(listing=None)
    if not whole and not has_hop and answer.sha256 == state.listing_sha256:
        return ListingRead(listing=None, page=answer)
    shelf = Shelf(services, source)
    listing = shelf.read(answer)
    if listing.is_hop and listing.next_page is not None:
        answer = _fetch_page(services, listing.next_page)
        if not whole and answer.sha256 == state.listing_sha256:
            return ListingRead(listing=None, page=answer)
        listing = shelf.read(answer)
    ensure_sane(source, listing)
    gap = ""
    if state.baseline_at is not None:
        listing, gap = _walk_back(services, source, shelf, listing)
    return ListingRead(listing=listing, page=answer, refs=tuple(shelf.kept), gap=gap)


@dataclass(slots=True)
class Shelf:
    """Keeps the pages of one listing and reads them in a worker."""

    services: Services
    source: Source
    kept: list[tuple[Page, EvidenceRef]] = field(default_factory=list)

    def read(self, page: Page) -> Listing:
        """Keep a page's bytes and return its rows."""
        self.kept.append((page, self.services.archive.keep(page)))
        today = self.services.today(self.source)
        return self.services.parse(read_listing, self.source, page, today)


def _fetch_page(services: Services, request: PageRequest) -> Page:
    answer = services.fetcher.fetch(request)
    if isinstance(answer, NotModified):
        raise NotSane("The server answered 304 to a plain request")
    return answer


def _walk_back(
    services: Services, source: Source, shelf: Shelf, listing: Listing
) -> tuple[Listing, str]:
    """Bring further pages until the list meets what is known, at most ``MOST_PAGES_BACK``.

    Rows are newest first but for pinned ones on top, so the lists meet where the last row of a page
    is known. Returns all rows and the gap in a sentence, empty where there was none.
    """
    entries = {entry_key(source, entry): entry for entry in listing.entries}
    newest, following, pages_read = listing, listing.next_page, 1
    while not _is_known(services, source, listing):
        services.ensure_running()
        if following is None or pages_read > MOST_PAGES_BACK:
            count = f"{len(entries)} rows on {pages_read} pages"
            why = (
                "the list has no further page" if following is None else "the walk was long enough"
            )
            return _joined(newest, entries), f"gap not closed: {count} are all new, {why}"
        listing = shelf.read(_fetch_page(services, following))
        before = len(entries)
        for entry in listing.entries:
            key = entry_key(source, entry)
            entries.setdefault(key, replace(entry, position=len(entries)))
        pages_read += 1
        following = None if len(entries) == before else listing.next_page
    if pages_read == 1:
        return newest, ""
    return _joined(
        newest, entries
    ), f"gap closed: {pages_read} pages were needed to meet known rows"


def _is_known(services: Services, source: Source, listing: Listing) -> bool:
    if not listing.entries:
        return False
    with services.store.reading() as tx:
        return pages.find_page(tx, entry_key(source, listing.entries[-1])) is not None


def _joined(newest: Listing, entries: dict[str, Entry]) -> Listing:
    return replace(newest, entries=tuple(entries.values()))


def ensure_sane(source: Source, listing: Listing) -> None:
    """Refuse a list that cannot be believed.

    Raises:
        ListingEmpty: fewer rows than the source must have.
        FieldMissing: most rows lack their date although the source says where it stands.
    """
    rows = len(listing.entries)
    if rows < max(source.min_rows, 1):
        why = listing.problems[0] if listing.problems else "no row matched"
        raise ListingEmpty(
            f"The list has {rows} rows where at least {max(source.min_rows, 1)} are expected: {why}"
        )
    has_date_rule = source.listing.date or (source.listing.day and source.listing.year_month)
    dated = sum(entry.published_on is not None for entry in listing.entries)
    if has_date_rule and dated < LEAST_DATED * rows:
        raise FieldMissing(f"Only {dated} of {rows} rows have a readable date")


def plan_work(services: Services, source: Source, listing: Listing) -> Work:
    """Say which entries need a look: unknown, unread and retitled ones, and every inline body."""
    keys = {entry_key(source, entry): entry for entry in reversed(listing.entries)}
    with services.store.reading() as tx:
        known = pages.find_pages(tx, list(keys))
    inline = tuple(entry for entry in keys.values() if entry.body_html is not None)
    fresh = tuple(
        entry
        for key, entry in keys.items()
        if entry.body_html is None
        and entry.url is not None
        and (key not in known or _needs_look(entry, known[key]))
    )
    return Work(fresh=fresh, inline=inline, known=known)


def _needs_look(entry: Entry, known: KnownPage) -> bool:
    """Whether a known page must be read again now: never read, or under another title."""
    if known.state is PageState.UNREAD:
        return True
    return bool(known.listing_title) and fold_key(entry.title) != fold_key(known.listing_title)
