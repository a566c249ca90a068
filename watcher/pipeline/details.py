"""Steps 5 to 11 for single entries: bring the detail page, read it, record it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from watcher.errors import Blocked, FetchError, Gone, ParseError, RateLimited
from watcher.model.known import KnownPage, PageState
from watcher.model.listing import Entry
from watcher.model.page import EvidenceRef, NotModified, Page, PageRequest
from watcher.model.source import Source
from watcher.pipeline.arrival import Arrival, Recorded
from watcher.pipeline.attachments import complete, look_at_files
from watcher.pipeline.believing import ensure_same_notice, read_notice_page
from watcher.pipeline.listing import Work
from watcher.pipeline.reading import Read, entry_key, read_inline, title_only
from watcher.pipeline.record import preview, record
from watcher.pipeline.recurrence import recall, remember, steady
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.schedule import next_recheck
from watcher.store import pages
from watcher.workers import NoWorker

TRIES = 3
"""After this many failed readings an entry is recorded by its title alone, and told."""

TRY_AGAIN = timedelta(minutes=10)
"""A page that could not be read is tried again after this, also where it left the list's top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """One entry and what became of it."""

    title: str
    url: str | None
    recorded: Recorded | None
    problem: str = ""


@dataclass(slots=True, kw_only=True)
class Desk:
    """Handles the entries of one check; a dry run judges and stores nothing."""

    services: Services
    source: Source
    teller: Teller
    dry_run: bool = False
    handled: list[Handled] = field(default_factory=list)

    @property
    def has_unread(self) -> bool:
        """Whether an entry could not be read and must be tried again."""
        return any(each.recorded is None for each in self.handled)

    def handle_all(self, work: Work, listing_page: Page, ref: EvidenceRef) -> None:
        """Handle fresh entries one by one and inline bodies together.

        Raises:
            Blocked, RateLimited: the site refuses to go on; what was handled so far is stored.
        """
        if work.inline:
            self._handle_inline(work.inline, listing_page, ref)
        for entry in work.fresh:
            self.services.ensure_running()
            key = entry_key(self.source, entry)
            self._handle_fresh(key, entry, work.known.get(key))

    def look_again(self, known: KnownPage) -> Recorded | None:
        """Fetch a known page again; None where the server says that it did not change.

        Raises:
            FetchError: it could not be brought.
            ParseError: it came but could not be read.
        """
        assert known.url is not None  # noqa: S101  # only pages with an address are looked at again
        answer = self.services.fetcher.fetch(self._request(known.url, known))
        if isinstance(answer, NotModified):
            return self._look_at_files(known)
        ref = self.services.archive.keep(answer)
        entry = Entry(
            title=known.listing_title or known.title,
            url=known.url,
            published_on=known.published_on,
        )
        read = self._read(answer, entry, known)
        return self._store(known.key, entry, read, answer, ref)

    def _look_at_files(self, known: KnownPage) -> Recorded | None:
        """Look at the files of a page that did not change; None where they did not either."""
        with self.services.store.reading() as tx:
            before = pages.present_document(tx, known.id)
        read = look_at_files(self.services, self.source, before) if before is not None else None
        if read is None:
            return None
        entry = Entry(title=known.listing_title, url=known.url, position=known.position)
        return self._store(known.key, entry, read, None, None)

    def read_listed(self, known: KnownPage) -> None:
        """Try again to read a page that was listed once and could not be read then."""
        entry = Entry(
            title=known.listing_title or known.title,
            url=known.url,
            published_on=known.published_on,
            position=known.position,
        )
        self._handle_fresh(known.key, entry, known)

    def _handle_fresh(self, key: str, entry: Entry, known: KnownPage | None) -> None:
        assert entry.url is not None  # noqa: S101  # plan_work() lets only these through
        try:
            answer = self.services.fetcher.fetch(self._request(entry.url, None))
            assert isinstance(answer, Page)  # noqa: S101  # the request was not conditional
            ref = self.services.archive.keep(answer)
            read = self._read(answer, entry, None)
        except (Blocked, RateLimited, NoWorker):
            raise
        except (FetchError, ParseError) as error:
            self._handle_unread(key, entry, known, error)
            return
        recorded = self._store(key, entry, read, answer, ref)
        self.handled.append(Handled(title=entry.title, url=entry.url, recorded=recorded))

    def _handle_unread(
        self, key: str, entry: Entry, known: KnownPage | None, error: FetchError | ParseError
    ) -> None:
        """Remember an entry whose page could not be read; by its title alone in the end."""
        failures = (known.read_failures if known else 0) + 1
        why = f"The page could not be read: {error}"
        recorded = None
        # What was read once is not overwritten by a title.
        has_text = known is not None and known.state is not PageState.UNREAD
        if not has_text and (isinstance(error, Gone) or failures >= TRIES):
            recorded = self._store(key, entry, title_only(entry, why), None, None)
        elif not has_text and not self.dry_run:
            self._remember_unread(key, entry, known, failures, why)
        self.handled.append(
            Handled(title=entry.title, url=entry.url, recorded=recorded, problem=why)
        )

    def _remember_unread(
        self, key: str, entry: Entry, known: KnownPage | None, failures: int, why: str
    ) -> None:
        now = self.services.clock()
        with self.services.store.writing() as tx:
            if known is not None:
                due = now + TRY_AGAIN
                pages.change_page(
                    tx, known.id, read_failures=failures, problem=why[:500], recheck_at=due
                )
                return
            pages.add_page(
                tx,
                {
                    "key": key,
                    "source_id": self.source.id,
                    "tier": self.source.tier.value,
                    "url": entry.url,
                    "title": entry.title,
                    "listing_title": entry.title,
                    "state": PageState.UNREAD.value,
                    "inline": 0,
                    "listed": 1,
                    "position": entry.position,
                    "published_on": entry.published_on,
                    "read_failures": failures,
                    "problem": why[:500],
                    "first_seen_at": now,
                    "last_seen_at": now,
                    "recheck_at": now + TRY_AGAIN,
                },
            )

    def _handle_inline(
        self, entries: tuple[Entry, ...], listing_page: Page, ref: EvidenceRef
    ) -> None:
        today = self.services.today(self.source)
        reads = self.services.parse(read_inline, entries, self.source, today)
        for entry, read in zip(entries, reads, strict=True):
            key = entry_key(self.source, entry)
            recorded = self._store(key, entry, read, listing_page, ref, inline=True)
            self.handled.append(Handled(title=entry.title, url=entry.url, recorded=recorded))

    def _read(self, page: Page, entry: Entry, known: KnownPage | None) -> Read:
        """Read a page; one that was known under this title must still be the same notice."""
        today = self.services.today(self.source)
        services, is_kept, before = self.services, not self.dry_run, None
        repeated = recall(services, page)
        detail = services.parse(read_notice_page, page, self.source, entry, today, repeated)
        if known is not None:
            with services.store.reading() as tx:
                before = pages.present_document(tx, known.id)
            ensure_same_notice(before, detail, asked=page.url)
        elif is_kept:
            remember(services, page, detail.read)
        read = steady(services, page, detail.read, before)
        return complete(services, self.source, read, page, before=before, is_kept=is_kept)

    def _store(
        self,
        key: str,
        entry: Entry,
        read: Read,
        page: Page | None,
        ref: EvidenceRef | None,
        *,
        inline: bool = False,
    ) -> Recorded:
        now = self.services.clock()
        arrival = make_arrival(self.services, self.source, entry, read, inline=inline)
        arrival = replace(arrival, key=key, page=page, ref=ref)
        if self.dry_run:
            with self.services.store.reading() as tx:
                return preview(tx, arrival)
        with self.services.store.writing() as tx:
            return record(tx, arrival, self.teller, now=now)

    def _request(self, url: str, known: KnownPage | None) -> PageRequest:
        request = detail_request(self.source, url)
        if known is None:
            return request
        return replace(request, etag=known.etag, last_modified=known.last_modified)


def detail_request(source: Source, url: str) -> PageRequest:
    """Return the request for a detail page, on its source's terms."""
    return PageRequest(
        url=url,
        headers=source.headers,
        allow_private=source.allow_private,
        way=source.way,
        ignore_robots=source.ignore_robots,
        jar=source.id,
        host_delay_seconds=source.host_delay_seconds,
    )


def make_arrival(
    services: Services, source: Source, entry: Entry, read: Read, *, inline: bool = False
) -> Arrival:
    """Return a row's document on its way into the store; the same for live checks and backfills."""
    study = services.study(read.document)
    return Arrival(
        key=entry_key(source, entry),
        source=source,
        url=entry.url or source.url,
        document=read.document,
        print_=read.print_,
        canon=read.canon,
        labels=study.labels,
        study=study,
        listing_title=entry.title,
        position=entry.position,
        inline=inline,
        is_watched=True,
    )


def later(source: Source, known: KnownPage, services: Services) -> dict[str, object]:
    """Return the columns that put a page's next look one step further away."""
    stage = known.recheck_stage + 1
    due = next_recheck(stage=stage, gaps=source.recheck_seconds, now=services.clock())
    return {"recheck_stage": stage, "recheck_at": due}
