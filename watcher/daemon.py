"""The daemon: ticks, signals, readiness and watchdog. All state is in the database.

APScheduler only ticks; due work is a query. Checks run in threads, deliveries in threads of their
own, so that neither a slow site nor a slow channel delays the other. SIGKILL at any moment loses
nothing: what is not committed is done again at the next start.
"""

from __future__ import annotations

import faulthandler
import logging
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler

from watcher import app
from watcher.alerts.formats import render
from watcher.errors import ConfigError, Stopped, WatcherError
from watcher.model.source import Source
from watcher.notify import notify, notify_reloading, watchdog_seconds
from watcher.pipeline.check import check_source
from watcher.pipeline.deliver import deliver_next, keep_promises, rescue
from watcher.pipeline.dispatching import Dispatcher
from watcher.store import events
from watcher.store import sources as states

log = logging.getLogger("watcher.daemon")

SENDERS = 4
"""Delivery threads; a channel has one message in flight, so four may hang before a fifth."""
RESCUE_SECONDS = 15.0
DRAIN_SECONDS = 8.0
"""SIGTERM promises an end within 10 s."""
STALL_SECONDS = 60.0
"""A loop that has not moved for this long is stalled: systemd gets no sign of life."""


class Daemon:
    """One run of the daemon; :meth:`run` returns when it was asked to stop."""

    def __init__(self, setup: app.Setup) -> None:
        self._setup = setup
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._wake = threading.Event()
        self._moved: dict[str, float] = {}
        self._told = 0

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; SIGHUP reads ``sources.toml`` again."""
        faulthandler.enable()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._ask_to_stop())
        signal.signal(signal.SIGHUP, lambda *_: self._ask_to_reload())
        with app.open_services(self._setup, should_stop=self._stop.is_set) as services:
            self._services = services
            services.parsers.warm()
            with services.store.reading() as tx:
                self._told = events.last_event_id(tx)
            rescue(services)
            fetchers = self._setup.settings.fetchers
            self._checks = Dispatcher(self._check, threads=fetchers)
            senders = [
                threading.Thread(target=self._deliver, args=(f"send-{number}",), daemon=True)
                for number in range(SENDERS)
            ]
            for thread in senders:
                thread.start()
            scheduler = self._start_ticking()
            notify("READY=1", f"STATUS=watching {len(services.sources)} sources")
            log.info("watching %d sources", len(services.sources))
            self._watch()
            notify("STOPPING=1")
            log.info("stopping")
            scheduler.shutdown(wait=False)
            self._drain(senders)
        log.info("stopped")

    def _ask_to_stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def _ask_to_reload(self) -> None:
        self._reload.set()
        self._wake.set()

    def _start_ticking(self) -> BackgroundScheduler:
        """Start the scheduler with its one job. Late ticks are run once, never dropped."""
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_job(
            self._tick,
            "interval",
            seconds=self._setup.settings.tick_seconds,
            next_run_time=app.utc_now(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        scheduler.start()
        return scheduler

    def _tick(self) -> None:
        """Offer the checks that are due, and log what happened."""
        services = self._services
        try:
            with services.store.reading() as tx:
                due = states.due_sources(tx, services.sources, services.clock())
            self._checks.offer(services.sources[source_id] for source_id in due)
            self._log_events()
            self._moved["tick"] = time.monotonic()
        except WatcherError as error:
            log.error("tick: %s %s", error, error.hint)  # noqa: TRY400  # expected, no traceback

    def _check(self, source: Source) -> None:
        """Check one source; the job boundary: no failure reaches the scheduler."""
        try:
            report = check_source(self._services, source)
        except Stopped:
            return
        except WatcherError as error:
            log.error("%s: %s %s", source.id, error, error.hint)  # noqa: TRY400  # expected
            return
        except Exception:
            log.exception("%s: the check failed in a way nobody expected", source.id)
            return
        outcome = report.outcome
        if outcome.health.is_broken:
            log.warning("%s: %s: %s", source.id, outcome.health.value, outcome.diagnosis)
        elif report.is_baseline:
            log.info("%s: first pass, %d rows known, nobody told", source.id, outcome.rows)
        elif outcome.new or outcome.changed:
            log.info("%s: %d new, %d changed", source.id, outcome.new, outcome.changed)
        for problem in outcome.problems:
            log.debug("%s: %s", source.id, problem)

    def _deliver(self, name: str) -> None:
        """Deliver what is due until the end; one thread looks after rows of dead senders."""
        next_rescue = time.monotonic() + RESCUE_SECONDS
        while not self._stop.is_set():
            try:
                if name == "send-0" and time.monotonic() >= next_rescue:
                    keep_promises(self._services)
                    next_rescue = time.monotonic() + RESCUE_SECONDS
                was_busy = deliver_next(self._services)
            except WatcherError as error:
                log.error("delivery: %s %s", error, error.hint)  # noqa: TRY400  # expected
                was_busy = False
            except Exception:
                log.exception("delivery failed in a way nobody expected")
                was_busy = False
            self._moved[name] = time.monotonic()
            if not was_busy:
                self._stop.wait(min(self._setup.settings.tick_seconds, 1.0))

    def _log_events(self) -> None:
        with self._services.store.reading() as tx:
            fresh = events.list_events(tx, since_id=self._told)
        for event in fresh:
            language = self._setup.settings.language
            log.info("%s", render(event, format="line", language=language).body)
            self._told = event.id

    def _watch(self) -> None:
        """Stay in the main thread: handle signals, and tell systemd that work goes on."""
        limit = watchdog_seconds()
        pause = min(limit / 3, 10.0) if limit else 10.0
        while not self._stop.is_set():
            self._wake.wait(pause)
            self._wake.clear()
            if self._reload.is_set():
                self._reload.clear()
                self._read_again()
            if limit and self._is_alive():
                notify("WATCHDOG=1")

    def _is_alive(self) -> bool:
        """Whether the tick and the deliveries move and the database takes a write."""
        oldest = time.monotonic() - STALL_SECONDS
        stalled = [name for name, at in self._moved.items() if at < oldest]
        if "tick" not in self._moved or stalled:
            log.error("stalled: %s", ", ".join(stalled) or "the first tick")
            return False
        try:
            with self._services.store.writing():
                return True
        except WatcherError as error:
            log.error("the database takes no write: %s", error)  # noqa: TRY400  # expected
            return False

    def _read_again(self) -> None:
        """Take the new configuration, or say why the old one is kept."""
        notify_reloading()
        try:
            setup = app.read_setup()
            config, proxies = setup.config, app.proxies_of(setup)
            watchlist = app.watchlist_of(setup)
        except ConfigError as error:
            for fault in error.faults:
                log.error("configuration kept: %s", fault)  # noqa: TRY400  # expected
            notify("READY=1", "STATUS=configuration has faults; the old one is kept")
            return
        former = self._services
        former.fetcher.use_proxies(proxies)
        self._checks.forget_waiting()
        self._services = replace(
            former,
            sources={source.id: source for source in config.sources if source.enabled},
            channels={channel.id: channel for channel in config.channels},
            routes=app.routes_of(config),
            watchlist=watchlist,
            senders=app.open_senders(config),
        )
        # What is on its way ends in the old processes: a cut send would have to be repeated.
        threading.Thread(target=former.senders.close, daemon=True).start()
        with self._services.store.writing() as tx:
            for source_id, source in self._services.sources.items():
                if former.sources.get(source_id) != source:
                    states.forget_validators(tx, source_id)
                    states.make_due(tx, [source_id], self._services.clock())
        notify("READY=1", f"STATUS=watching {len(self._services.sources)} sources")
        log.info("configuration read again: watching %d sources", len(self._services.sources))

    def _drain(self, senders: list[threading.Thread]) -> None:
        """Let running work end, for a bounded time; what is cut off is done again at next start."""
        deadline = time.monotonic() + DRAIN_SECONDS
        self._checks.close(DRAIN_SECONDS)
        for thread in senders:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._log_events()
