"""Steps 1 to 4: bring the listing, keep it, read it, and say which entries need a look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from watcher.errors import FieldMissing, ListingEmpty
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRead:
    """A listing as brought.

    ``listing`` is None where nothing changed since the last good check.
    """

    listing: Listing | None
    page: Page | None
    ref: EvidenceRef | None


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
    if not whole:
        request = _conditional(request, state)
    answer = services.fetcher.fetch(request)
    if isinstance(answer, NotModified):
        return ListingRead(listing=None, page=None, ref=None)
    if not whole and answer.sha256 == state.listing_sha256:
        return ListingRead(listing=None, page=answer, ref=None)
    ref = services.archive.keep(answer)
    listing = services.parsers.call(read_listing, source, answer, services.today(source))
    ensure_sane(source, listing)
    return ListingRead(listing=listing, page=answer, ref=ref)


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


def _conditional(request: PageRequest, state: SourceState) -> PageRequest:
    return replace(request, etag=state.etag, last_modified=state.last_modified)
