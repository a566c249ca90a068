"""The composition root: builds everything once, owns the clock, configures logging.

May import: everything below it. The only module that reads the clock and the environment.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from watcher.campaigns import Catalogue
from watcher.campaigns.watchlist import WatchList
from watcher.channels import redact, secrets
from watcher.config import (
    Config,
    Settings,
    load_catalogue,
    load_config,
    load_proxies,
    load_settings,
    load_watchlist,
)
from watcher.evidence import Archive
from watcher.fetch import Fetcher
from watcher.model.event import Channel, Route
from watcher.pipeline.services import Services
from watcher.store.database import Store
from watcher.workers import Pool

READERS = "watcher.pipeline.reading"
"""What the parsing processes run."""
SENDER_MEMORY = 512 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def utc_now() -> datetime:
    """Return the present instant in UTC; the only place where the program looks at the clock."""
    return datetime.now(UTC)  # noqa: TID251  # the one place


@dataclass(frozen=True, slots=True)
class Setup:
    """What the outside world asks for, read and checked but not yet built."""

    settings: Settings
    config: Config


def read_settings() -> Settings:
    """Return the settings of this process' environment.

    Raises:
        ConfigError: with all faults at once.
    """
    return load_settings(os.environ)


def read_setup(*, needs_sources: bool = True) -> Setup:
    """Return settings and ``sources.toml``; without ``needs_sources`` a missing file is empty.

    Raises:
        ConfigError: with all faults at once.
    """
    settings = read_settings()
    if not needs_sources and not settings.sources_file.exists():
        return Setup(settings, Config(sources=(), channels=(), routes=()))
    return Setup(settings, load_config(settings.sources_file))


@contextmanager
def open_services(
    setup: Setup, *, upgrade: bool = True, should_stop: Callable[[], bool] = lambda: False
) -> Iterator[Services]:
    """Build everything, hand it out, and take it down again in order."""
    settings, config = setup.settings, setup.config
    store = Store.open(settings.database_url, upgrade=upgrade)
    fetcher = Fetcher(
        clock=utc_now,
        user_agent=settings.user_agent,
        obey_robots=True,
        ledger=settings.home / "spacing",
        proxies=proxies_of(setup),
    )
    parsers = Pool(size=settings.workers, has_network=False, preload=[READERS])
    senders = open_senders(config)
    services = Services(
        store=store,
        fetcher=fetcher,
        archive=Archive(settings.archive),
        parsers=parsers,
        senders=senders,
        catalogue=Catalogue(load_catalogue(settings.catalogue_file)),
        watchlist=watchlist_of(setup),
        sources={source.id: source for source in config.sources if source.enabled},
        channels={channel.id: channel for channel in config.channels},
        routes=routes_of(config),
        clock=utc_now,
        credentials=settings.credentials_directory,
        should_stop=should_stop,
    )
    try:
        yield services
    finally:
        parsers.close(grace_seconds=1)
        senders.close(grace_seconds=1)
        fetcher.close()
        store.close()


def proxies_of(setup: Setup) -> dict[str, str]:
    """Return the addresses of the proxies that the sources name.

    Raises:
        ConfigError: one of them is missing or is no address.
    """
    return load_proxies(setup.config.sources, os.environ, setup.settings.credentials_directory)


def watchlist_of(setup: Setup) -> WatchList:
    """Return the user's own names.

    Raises:
        ConfigError: with all faults of the file at once.
    """
    return WatchList(load_watchlist(setup.settings.watchlist_file))


def open_senders(config: Config) -> Pool:
    """Start the pool that sends; its processes alone get the secrets that channel URLs name."""
    return Pool(
        size=4,
        wall_seconds=60,
        memory_bytes=SENDER_MEMORY,
        environ=_named_secrets(config.channels, os.environ),
    )


def routes_of(config: Config) -> tuple[Route, ...]:
    """Return the routes; where channels stand without any route, everything goes to all of them."""
    if config.routes or not config.channels:
        return config.routes
    return (Route(id="everything", channels=tuple(each.id for each in config.channels)),)


def _named_secrets(channels: tuple[Channel, ...], environ: Mapping[str, str]) -> dict[str, str]:
    wanted = {name for channel in channels for name in secrets.names(channel.url)}
    return {name: environ[name] for name in wanted if name in environ}


class OneLine(logging.Formatter):
    """One line a record, whatever a page or an error put into it: a log cannot be forged."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record with control characters escaped and a bounded length."""
        text = super().format(record)
        if record.exc_info:
            return text  # a traceback is ours and needs its lines
        return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)[:4000]


def configure_logging(
    settings: Settings, config: Config | None = None, *, quiet: bool = False
) -> None:
    """Send log lines to standard error, without secrets and without the libraries' chatter.

    ``quiet`` (for commands) keeps warnings and errors only, unless DEBUG is asked for.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    if config is not None:
        values = _named_secrets(config.channels, os.environ).values()
        handler.addFilter(redact.RedactingFilter(values))
    level = "WARNING" if quiet and settings.log_level == "INFO" else settings.log_level
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "apprise", "urllib3", "requests", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
