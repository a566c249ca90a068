"""Everything the steps need, built once by watcher.app and handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from watcher.campaigns import Catalogue
from watcher.campaigns.watchlist import WatchList
from watcher.errors import Stopped
from watcher.evidence import Archive
from watcher.fetch import Fetcher
from watcher.model.document import Document
from watcher.model.event import Channel, Route
from watcher.model.source import Source
from watcher.pipeline.studying import Decisions, Study, study
from watcher.store.database import Store
from watcher.workers import Closed, Pool

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The adapters, the configuration and the clock.

    ``clock`` gives the present instant in UTC. ``parsers`` and ``senders`` are pools of processes
    that may be killed. ``credentials`` is the folder of secret files, if the service manager gave
    one.
    """

    store: Store
    fetcher: Fetcher
    archive: Archive
    parsers: Pool
    senders: Pool
    catalogue: Catalogue
    sources: Mapping[str, Source]
    channels: Mapping[str, Channel]
    routes: tuple[Route, ...]
    clock: Callable[[], datetime]
    credentials: Path | None = None
    should_stop: Callable[[], bool] = lambda: False
    """Asked between two entries: a check that must end now raises Stopped."""
    watchlist: WatchList = field(default_factory=lambda: WatchList(()))
    decisions: Decisions = field(default_factory=Decisions)

    def study(self, document: Document) -> Study:
        """Return a document's labels, the user's names in it and its campaign."""
        return study(document, self.catalogue, self.watchlist, self.decisions)

    def name_of(self, source_id: str) -> str:
        """Return a source's name for people; of one no longer configured, its id."""
        found = self.sources.get(source_id)
        return found.name if found else source_id

    def parse(self, func: Callable[..., R], *args: object) -> R:
        """Run a reader in a worker that may be killed.

        Raises:
            ParseError: what the reader raised, or GaveUp where the worker had to be killed.
            Stopped: the pool was closed under it, because the program ends.
        """
        try:
            return self.parsers.call(func, *args)
        except Closed as error:
            raise Stopped(str(error)) from error

    def ensure_running(self) -> None:
        """Raise Stopped where the program was asked to end."""
        if self.should_stop():
            raise Stopped("asked to stop")

    def today(self, source: Source) -> date:
        """Return the day it is at the source's site."""
        return self.clock().astimezone(_zone(source.zone)).date()


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
