"""The world around the real checks: a fetcher over simulated sites, and a clock that jumps.

Everything but the network, the archive on disk and the worker processes is the real program.
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from tests.simulate.site import Site
from watcher.campaigns import Catalogue
from watcher.errors import FetchError
from watcher.evidence import Archive
from watcher.fetch import Fetcher
from watcher.fetch.answers import judge_answer
from watcher.model.event import Channel, Event, EventKind, Route
from watcher.model.page import EvidenceRef, NotModified, Page, PageRequest
from watcher.model.source import DetailRules, ListingRules, Pick, Source, Tier
from watcher.pipeline.check import check_source
from watcher.pipeline.services import Services
from watcher.store import events, sources
from watcher.store.database import Store
from watcher.workers import Pool

Fault = Callable[[PageRequest, Page], Page]
"""Turns a good answer into a bad one, or raises what the real fetcher would raise."""


@dataclass(slots=True)
class Clock:
    """The one clock; the world moves it."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the present instant."""
        return self.now


@dataclass(slots=True)
class SiteFetcher:
    """Serves all sites. ``before`` is called ahead of every answer: things happen meanwhile."""

    clock: Clock
    sites: Mapping[str, Site]
    faults: dict[str, Fault] = field(default_factory=dict)
    before: Callable[[PageRequest], None] = lambda _request: None
    requests: int = 0

    def fetch(self, request: PageRequest) -> Page | NotModified:
        """Bring a page as the real fetcher would."""
        self.requests += 1
        self.before(request)
        parts = urlsplit(request.url)
        site = self.sites[parts.netloc]
        page = make_page(request.url, *_answer(site, parts.path), now=self.clock.now)
        fault = self.faults.get(parts.netloc)
        if fault is not None:
            return fault(request, page)
        ensure_good(page, now=self.clock.now)
        if request.etag is not None and request.etag == page.etag:
            return NotModified(url=request.url, fetched_at=self.clock.now)
        return page

    def close(self) -> None:
        """Nothing is open."""


def make_page(
    url: str, status: int, content: bytes, headers: Mapping[str, str], *, now: datetime
) -> Page:
    """Return an answer with its hash, and an ETag as static servers give it."""
    digest = hashlib.sha256(content).hexdigest()
    told = {"content-type": "text/html; charset=utf-8", "etag": f'"{digest[:16]}"', **headers}
    return Page(
        url=url,
        final_url=url,
        status=status,
        headers=told,
        content=content,
        fetched_at=now,
        sha256=digest,
    )


def ensure_good(page: Page, *, now: datetime) -> None:
    """Raise what the real fetcher raises for an answer that is not the page."""
    error: FetchError | None = judge_answer(
        page.status, page.headers, page.content, shown=page.url, now=now
    )
    if error is not None:
        raise error


def _answer(site: Site, path: str) -> tuple[int, bytes, dict[str, str]]:
    if path == "/list.html":
        return 200, site.page_of(1).encode(), {}
    if path.startswith("/list_"):
        return 200, site.page_of(int(path[6:-5])).encode(), {}
    item = site.pages.get(path)
    if item is None:
        return 404, b"not here", {}
    html = (
        f"<html><head><title>{item.title}</title></head><body><h1>{item.title}</h1>"
        f'<div id="zoom">{item.body}</div></body></html>'
    )
    return 200, html.encode(), {}


class InlinePool:
    """Runs the readers where they are called: nothing here is hostile."""

    def call(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call it."""
        kwargs.pop("wall_seconds", None)
        return func(*args, **kwargs)


class NoArchive:
    """Keeps no bytes; the archive has its own tests."""

    def keep(self, page: Page) -> EvidenceRef:
        """Return a reference as if the page had been kept."""
        return EvidenceRef(file="none", offset=0, length=1, sha256=page.sha256, chain=page.sha256)


def make_source(site: Site, **changes: Any) -> Source:
    """Return a source that watches a site's list."""
    fields: dict[str, Any] = {
        "id": site.host.partition(".")[0],
        "name": f"来源 {site.host}",
        "kind": "html",
        "tier": Tier.OFFICIAL,
        "url": f"http://{site.host}/list.html",
        "listing": ListingRules(
            rows=("ul.list li",),
            date=Pick(css=("span",)) if site.habits.has_dates else None,
            next_page=Pick(css=("a.next",), attr="href"),
        ),
        "detail": DetailRules(body=("#zoom",)),
        "host_delay_seconds": 0.0,
    }
    return Source(**(fields | changes))


@dataclass(slots=True)
class World:
    """Services over simulated sites, checked whenever their schedule says so."""

    services: Services
    clock: Clock
    fetcher: SiteFetcher
    checks: int = 0

    def run(self, until: datetime, on_check: Callable[[Source], None] | None = None) -> None:
        """Check every source when it is due, until an instant."""
        due = [(self.clock.now, source.id) for source in self.services.sources.values()]
        with self.services.store.reading() as tx:
            for state in sources.all_states(tx).values():
                if state.next_check_at is not None:
                    due = [each for each in due if each[1] != state.source_id]
                    due.append((state.next_check_at, state.source_id))
        heapq.heapify(due)
        while due and due[0][0] <= until:
            at, source_id = heapq.heappop(due)
            self.clock.now = max(at, self.clock.now)
            source = self.services.sources[source_id]
            check_source(self.services, source)
            self.checks += 1
            if on_check is not None:
                on_check(source)
            with self.services.store.reading() as tx:
                again = sources.get_state(tx, source_id).next_check_at
            heapq.heappush(due, (again or at + timedelta(hours=1), source_id))
        self.clock.now = until

    def told(self, *kinds: EventKind) -> list[Event]:
        """Return what was told."""
        with self.services.store.reading() as tx:
            return events.list_events(tx, kinds=kinds, limit=1_000_000)


@contextmanager
def open_world(
    sites: list[Site], watched: list[Source], *, start: datetime, folder: Path | None = None
) -> Iterator[World]:
    """Build the real services around simulated sites, with a database in memory-backed files."""
    memory = Path("/dev/shm")  # noqa: S108  # a disk would only slow the same transactions
    place = folder or (memory if memory.is_dir() else None)
    with tempfile.TemporaryDirectory(prefix="watcher-simulated-", dir=place) as name:
        store = Store.open(f"sqlite:///{name}/watcher.db")
        clock = Clock(start.astimezone(UTC))
        fetcher = SiteFetcher(clock, {site.host: site for site in sites})
        services = Services(
            store=store,
            fetcher=cast("Fetcher", fetcher),
            archive=cast("Archive", NoArchive()),
            parsers=cast("Pool", InlinePool()),
            senders=cast("Pool", InlinePool()),
            catalogue=Catalogue(()),
            sources={source.id: source for source in watched},
            channels={"desk": Channel(id="desk", url="json://127.0.0.1:9/none")},
            routes=(Route(id="all", channels=("desk",), events=frozenset(EventKind)),),
            clock=clock,
        )
        try:
            yield World(services, clock, fetcher)
        finally:
            store.close()
