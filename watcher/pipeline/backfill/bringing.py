"""Fetching the pages that rows name, keeping their bytes and reading them, many at a time."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date

from watcher.errors import Blocked, FetchError, Gone, ParseError, RateLimited, Refused, Unreachable
from watcher.model.listing import Entry
from watcher.model.page import EvidenceRef, Page
from watcher.model.source import Source
from watcher.pipeline.arrival import Arrival
from watcher.pipeline.attachments import complete
from watcher.pipeline.backfill.crew import Crew
from watcher.pipeline.believing import read_notice_page
from watcher.pipeline.details import TRIES, detail_request, make_arrival
from watcher.pipeline.reading import Read, entry_key, read_inline, title_only
from watcher.pipeline.recurrence import recall
from watcher.pipeline.services import Services
from watcher.text.urls import host_of
from watcher.workers import NoWorker

PAUSE_SECONDS = 2.0
"""Least wait before a page is asked for again; it grows with every try."""
LARGE_BYTES = 256 * 1024
"""A page larger than this is read by itself, so that few large ones are held at a time."""
DEAD_SHARE = 0.5
DEAD_LEAST = 3
"""When so many pages of a parcel do not come, it is the site that is down, not the pages."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One row's page, or why it did not come. Neither, where the row is known and was not asked."""

    entry: Entry
    page: Page | None = None
    arrival: Arrival | None = None
    error: FetchError | ParseError | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """A row ready to be stored; ``arrival`` is None where it was known before."""

    key: str
    arrival: Arrival | None
    has_failed: bool = False
    is_inline: bool = False


def read_details(
    pages: tuple[Page, ...],
    source: Source,
    entries: tuple[Entry, ...],
    today: date,
    recurring: Mapping[str, frozenset[int]],
) -> tuple[Read | None, ...]:
    """Read several detail pages in one call; None for one that has to be read by itself.

    ``recurring`` are the keys of lines that a host prints on many pages, by host.
    """
    reads: list[Read | None] = []
    for page, entry in zip(pages, entries, strict=True):
        try:
            repeated = recurring.get(host_of(page.final_url), frozenset())
            reads.append(read_notice_page(page, source, entry, today, repeated).read)
        except Exception:  # noqa: BLE001  # read again alone, where the fault is told
            reads.append(None)
    return tuple(reads)


class Bringer:
    """Brings the pages of one source. Thread-safe."""

    def __init__(self, services: Services, source: Source, crew: Crew) -> None:
        self._services = services
        self._source = source
        self._crew = crew
        self._pause = threading.Event().wait
        self._recurring: dict[str, frozenset[int]] = {}

    def ask(self, entry: Entry, *, is_known: bool) -> Future[Fetched]:
        """Queue the fetching of a row's page; a known one is not asked for."""
        if is_known:
            done: Future[Fetched] = Future()
            done.set_result(Fetched(entry))
            return done
        return self._crew.submit(self._fetch, entry)

    def read(self, asked: Sequence[Future[Fetched]]) -> list[Brought]:
        """Wait for pages, keep and read them; in the order of the rows.

        Raises:
            FetchError: the site refuses to go on, or is down.
            NoWorker: the machine could not read them; nothing is wrong with the pages.
        """
        fetched = [each.result() for each in asked]
        self._ensure_alive(fetched)
        plain = [each for each in fetched if each.page is not None]
        found = iter(self._read_together(plain))
        return [next(found) if each.page else self._finish(each) for each in fetched]

    def read_inline(
        self, entries: tuple[Entry, ...], page: Page, ref: EvidenceRef
    ) -> list[Brought]:
        """Read the bodies that stand in the rows of a list page."""
        today = self._services.today(self._source)
        reads = self._services.parse(read_inline, entries, self._source, today)
        arrivals = (
            self._arrive(entry, read, page, ref, inline=True)
            for entry, read in zip(entries, reads, strict=True)
        )
        return [Brought(each.key, each, is_inline=True) for each in arrivals]

    def _fetch(self, entry: Entry) -> Fetched:
        for attempt in range(1, TRIES + 1):
            self._services.ensure_running()
            try:
                page = self._bring(entry)
            except (Blocked, RateLimited):
                raise
            except (FetchError, ParseError) as error:
                if attempt == TRIES or not error.retryable:
                    return Fetched(entry, error=error)
                self._rest(max(PAUSE_SECONDS, self._source.host_delay_seconds) * attempt)
            else:
                if len(page.content) <= LARGE_BYTES:
                    return Fetched(entry, page=page)
                return self._read_large(entry, page)
        raise AssertionError("unreachable")

    def _rest(self, seconds: float) -> None:
        """Wait, but not longer than the program runs."""
        for _ in range(int(seconds / 0.2) + 1):
            self._services.ensure_running()
            self._pause(0.2)

    def _bring(self, entry: Entry) -> Page:
        request = detail_request(self._source, entry.url or self._source.url)
        page = self._services.fetcher.fetch(request)
        assert isinstance(page, Page)  # noqa: S101  # the request was not conditional
        return page

    def _read_large(self, entry: Entry, page: Page) -> Fetched:
        ref = self._services.archive.keep(page)
        try:
            read = self._read_alone(page, entry)
            read = complete(self._services, self._source, read, page)
        except NoWorker:
            raise
        except ParseError as error:
            return Fetched(entry, error=error)
        return Fetched(entry, arrival=self._arrive(entry, read, page, ref))

    def _read_together(self, fetched: Sequence[Fetched]) -> list[Brought]:
        if not fetched:
            return []
        services = self._services
        pages = tuple(each.page for each in fetched if each.page is not None)
        entries = tuple(each.entry for each in fetched)
        refs = services.archive.keep_all(pages)
        today = services.today(self._source)
        try:
            reads = services.parsers.call(
                read_details,
                *(pages, self._source, entries, today, self._recall(pages)),
                wall_seconds=services.parsers.wall_seconds * 4,
            )
        except NoWorker:
            raise
        except ParseError:
            reads = (None,) * len(pages)  # one page may be too much for a worker: then each alone
        brought = []
        for entry, page, ref, together in zip(entries, pages, refs, reads, strict=True):
            try:
                read = together or self._read_alone(page, entry)
                read = complete(services, self._source, read, page)
            except NoWorker:
                raise
            except ParseError as error:
                brought.append(self._finish(Fetched(entry, error=error)))
            else:
                arrival = self._arrive(entry, read, page, ref)
                brought.append(Brought(arrival.key, arrival))
        return brought

    def _read_alone(self, page: Page, entry: Entry) -> Read:
        today = self._services.today(self._source)
        repeated = self._recall((page,))[host_of(page.final_url)]
        parse = self._services.parse
        return parse(read_notice_page, page, self._source, entry, today, repeated).read

    def _recall(self, pages: Sequence[Page]) -> dict[str, frozenset[int]]:
        """Return what recurs on the hosts of pages, as it was known when this run first met them.

        A backfill learns nothing of hosts itself: what is read would depend on how far the pages
        before were stored, and a walk that was killed would read otherwise than one that was not.
        """
        found = {}
        for page in pages:
            host = host_of(page.final_url)
            if host not in self._recurring:
                self._recurring[host] = recall(self._services, page)
            found[host] = self._recurring[host]
        return found

    def _finish(self, fetched: Fetched) -> Brought:
        """Return a row that was known, large, or could not be read: the last by its title alone."""
        key = entry_key(self._source, fetched.entry)
        if fetched.error is None:
            return Brought(key, fetched.arrival)
        why = f"The page could not be read: {fetched.error}"
        read = title_only(fetched.entry, why)
        return Brought(key, self._arrive(fetched.entry, read, None, None), has_failed=True)

    def _arrive(
        self,
        entry: Entry,
        read: Read,
        page: Page | None,
        ref: EvidenceRef | None,
        *,
        inline: bool = False,
    ) -> Arrival:
        arrival = make_arrival(self._services, self._source, entry, read, inline=inline)
        return replace(arrival, page=None if page is None else replace(page, content=b""), ref=ref)

    def _ensure_alive(self, fetched: Sequence[Fetched]) -> None:
        """Refuse to take a site that is down for one whose pages are gone.

        Raises:
            Unreachable: most pages of a parcel did not come.
        """
        asked = [each for each in fetched if each.page or each.arrival or each.error]
        down = [
            each.error
            for each in asked
            if isinstance(each.error, FetchError) and not isinstance(each.error, Gone | Refused)
        ]
        if len(down) >= max(DEAD_LEAST, DEAD_SHARE * len(asked)):
            raise Unreachable(f"{len(down)} of {len(asked)} pages did not come: {down[-1]}")
