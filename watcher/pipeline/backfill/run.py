"""One backfill from its beginning, or from where it was stopped, to its end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import date
from typing import Any

from watcher.errors import FetchError, InputError, ParseError
from watcher.model.backfill import Backfill
from watcher.model.listing import Entry
from watcher.model.source import Source
from watcher.pipeline.backfill.bringing import Bringer, Brought
from watcher.pipeline.backfill.crew import Crew
from watcher.pipeline.backfill.storing import Parcel, Storer
from watcher.pipeline.backfill.walk import Turn, Walk
from watcher.pipeline.reading import entry_key
from watcher.pipeline.services import Services
from watcher.store import backfills, pages

PARCEL = 32
"""Rows a transaction: a commit waits for the disk, and a daemon on the same database waits for us
while it lasts."""
AHEAD = 3
"""Parcels on their way while one is stored."""
FETCHERS = 4
"""Threads that fetch; how many of them a host answers at once is for the fetcher's manners."""
LOOK_SECONDS = 0.2
"""How soon a wish to stop is seen."""

Listener = Callable[[Backfill], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for: days at the site, both inclusive; ``until`` is today if None."""

    since: date
    until: date | None = None
    max_pages: int | None = None
    restart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How far a backfill came. ``stopped`` says why it is not at its end, empty where it is."""

    backfill: Backfill
    stopped: str = ""
    hint: str = ""


def run_backfill(
    services: Services, source: Source, plan: Plan, *, on_progress: Listener = lambda _: None
) -> Report:
    """Walk a source's list back; go on where the same plan was stopped before.

    Raises:
        InputError: the days are the wrong way round, or another process runs the same backfill.
        Stopped: the program was asked to end; what is stored stands.
    """
    services.decisions.refresh(services.store)
    at = _begin(services, source, plan)
    on_progress(at)
    run = _Run(services, source, at, on_progress)
    try:
        run.go_on()
    except (FetchError, ParseError) as error:
        return Report(backfill=run.storer.at, stopped=str(error), hint=error.hint)
    finally:
        run.close()
    return Report(backfill=run.storer.at)


def _begin(services: Services, source: Source, plan: Plan) -> Backfill:
    today = services.today(source)
    until = today if plan.until is None else min(plan.until, today)
    if plan.since > until:
        raise InputError(f"--since {plan.since} lies after {until}: there is nothing to walk")
    since, most = plan.since, plan.max_pages
    with services.store.writing() as tx:
        if not plan.restart:
            wanted = None if plan.until is None else until
            found = backfills.find_running(tx, source.id, since=since, until=wanted, max_pages=most)
            if found is not None:
                return found
        now = services.clock()
        return backfills.start(tx, source.id, since=since, until=until, max_pages=most, now=now)


@dataclass(frozen=True, slots=True)
class _Job:
    """A parcel on its way: its rows are being brought."""

    rows: Future[list[Brought]]
    turn: Turn | None


class _Run:
    """The hub of one backfill. Everything is stored by the thread that calls it, in list order."""

    def __init__(
        self, services: Services, source: Source, at: Backfill, on_progress: Listener
    ) -> None:
        self._services = services
        self._source = source
        self._on_progress = on_progress
        self._fetchers = Crew(FETCHERS, "backfill-fetch")
        self._readers = Crew(services.parsers.size, "backfill-read")
        self._lister = Crew(1, "backfill-list")
        self._walk = Walk(services, source, at)
        self._bringer = Bringer(services, source, self._fetchers)
        self._jobs: deque[_Job] = deque()
        self.storer = Storer(services, source, at)

    def go_on(self) -> None:
        """Walk to the end, storing parcel by parcel."""
        at = walked = self.storer.at
        turn: Turn | None = None
        if at.done < len(at.pending):
            turn = Turn(kept=(), rows=at.pending, after=at, is_undated=_is_undated(at.pending))
            self._send(at.pending[at.done :])
        elif at.reason is None:
            turn = self._turn_page()
            self._send_page(turn)
        while turn is not None:
            walked = turn.after
            if turn.is_undated:
                self._store_all_but(0)
                walked = self._walk.note_days(self.storer.note_days(turn))
            turn = self._turn_page() if walked.reason is None else None
            if turn is not None:
                self._send_page(turn)
        self._store_all_but(0)
        self._on_progress(self.storer.finish(walked))

    def close(self) -> None:
        """Let go of the threads; what they still do is not stored."""
        for crew in (self._fetchers, self._readers, self._lister):
            crew.close()

    def _turn_page(self) -> Turn:
        """Bring the next list page, storing meanwhile what comes in."""
        turn = self._lister.submit(self._walk.turn)
        while not turn.done():
            self._services.ensure_running()
            awaited: list[Future[Any]] = [turn, *(job.rows for job in list(self._jobs)[:1])]
            wait(awaited, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            if awaited[-1] is not turn and awaited[-1].done():
                self._store_first()
        try:
            return turn.result()
        except (FetchError, ParseError):
            self._store_all_but(0)  # what was brought before is not lost
            raise

    def _send_page(self, turn: Turn) -> None:
        """Set the rows of a new list page on their way, the page itself with the first of them."""
        inline = tuple(entry for entry in turn.rows if entry.body_html is not None)
        if inline:
            page, ref = turn.kept[-1]
            self._put(self._readers.submit(self._bringer.read_inline, inline, page, ref), turn)
        elif not turn.after.pending:
            self._put(self._readers.submit(list[Brought]), turn)
        fresh = turn if turn.after.pending and not inline else None
        self._send(turn.after.pending if turn.rows else (), turn=fresh)

    def _send(self, rows: Sequence[Entry], *, turn: Turn | None = None) -> None:
        for start in range(0, len(rows), PARCEL):
            part = rows[start : start + PARCEL]
            keys = [entry_key(self._source, entry) for entry in part]
            with self._services.store.reading() as tx:
                known = pages.find_pages(tx, keys)
            done = {key for key, page in known.items() if page.notice_id is not None}
            asked = [
                self._bringer.ask(entry, is_known=key in done)
                for key, entry in zip(keys, part, strict=True)
            ]
            self._put(self._readers.submit(self._bringer.read, asked), turn if not start else None)

    def _put(self, rows: Future[list[Brought]], turn: Turn | None) -> None:
        self._jobs.append(_Job(rows, turn))
        self._store_all_but(AHEAD)

    def _store_all_but(self, count: int) -> None:
        while len(self._jobs) > count:
            self._wait(self._jobs[0].rows)
            self._store_first()

    def _store_first(self) -> None:
        job = self._jobs.popleft()
        self._on_progress(self.storer.store(Parcel(rows=job.rows.result(), turn=job.turn)))

    def _wait(self, future: Future[Any]) -> None:
        while not future.done():
            self._services.ensure_running()
            wait((future,), timeout=LOOK_SECONDS)


def _is_undated(rows: Sequence[Entry]) -> bool:
    return bool(rows) and all(entry.published_on is None for entry in rows)
