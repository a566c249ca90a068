"""How long an alert takes from its event to the platform's acceptance, with one channel dripping.

The delivery of the daemon as it is: its threads, its pool of sender processes, its store on disk.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watcher import app
from watcher.alerts.events import dedup_key
from watcher.config import Config
from watcher.daemon import SENDERS
from watcher.model.event import Channel, Event, EventKind, Route
from watcher.pipeline.deliver import deliver_next
from watcher.pipeline.services import Services
from watcher.store import audit, events

ALERTS = 100
GAP_SECONDS = 0.25
LONGEST_SECONDS = 120.0
HEALTHY = ("first", "second")


class Sink(BaseHTTPRequestHandler):
    """Accepts at once; under ``/drip`` it answers a byte a second and never ends."""

    def do_POST(self) -> None:
        """Answer one alert."""
        self.rfile.read(int(self.headers["Content-Length"]))
        if "drip" not in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                self.wfile.write(b"x")
                time.sleep(1)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@dataclass(frozen=True)
class Waits:
    """Seconds from event to acceptance on the healthy channels."""

    seconds: list[float]

    def quantile(self, percent: int) -> float:
        """Return the time that so many of a hundred alerts stay under."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1]


def measure(*, drips: bool) -> Waits:
    """Send alerts over two healthy channels, and a third that drips, and time the healthy ones."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        services = stack.enter_context(_open(folder, server.server_address[1], drips=drips))
        stop = threading.Event()
        stack.callback(stop.set)
        for _ in range(SENDERS):
            threading.Thread(target=_deliver, args=(services, stop), daemon=True).start()
        for number in range(ALERTS):
            _add(services, number)
            time.sleep(GAP_SECONDS)
        return _wait(services)


def _open(folder: Path, port: int, *, drips: bool) -> Any:
    names = (*HEALTHY, "drip") if drips else HEALTHY
    channels = tuple(
        Channel(id=name, url=f"json://127.0.0.1:{port}/{name}", group_over=0) for name in names
    )
    routes = (Route(id="all", channels=names),)
    settings = app.load_settings({"WATCHER_HOME": str(folder)})
    return app.open_services(app.Setup(settings, Config(channels=channels, routes=routes)))


def _deliver(services: Services, stop: threading.Event) -> None:
    while not stop.is_set():
        if not deliver_next(services):
            stop.wait(1.0)


def _add(services: Services, number: int) -> None:
    event = Event(
        kind=EventKind.NEW,
        source_id="bench",
        source_name="bench",
        tier="official",
        at=services.clock(),
        title=f"关于开展第{number}项整治的通知",
    )
    hearers = [("all", name) for name in services.channels]
    with services.store.writing() as tx:
        events.add_event(tx, event, subject=str(number), hearers=hearers, key_of=dedup_key)


def _wait(services: Services) -> Waits:
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        with services.store.reading() as tx:
            rows = audit.list_told(tx, limit=10 * ALERTS)
        waits = [
            (row.finished_at - row.event.at).total_seconds()
            for row in rows
            if row.channel_id in HEALTHY and row.finished_at is not None
        ]
        if len(waits) == ALERTS * len(HEALTHY):
            return Waits(waits)
        time.sleep(0.5)
    message = "the healthy channels did not take all alerts"
    raise RuntimeError(message)
