"""Deliveries through the real sender to a real HTTP sink."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.pipeline.website import Clock
from watcher.alerts.events import dedup_key
from watcher.model.delivery import OutboxState
from watcher.model.event import Channel, Event, EventKind, Route
from watcher.pipeline import deliver
from watcher.pipeline.services import Services
from watcher.store import events, outbox

Build = Callable[..., Services]


class Sink:
    """Answers with the next status of a list, 200 at its end; remembers what came."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[dict[str, Any]] = []
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the base class' name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = sink.answers.pop(0) if sink.answers else 200
                if status == 200:
                    sink.got.append(json.loads(body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"json://127.0.0.1:{self._server.server_address[1]}/hook"

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Listen on loopback."""
    opened = Sink()
    yield opened
    opened.close()


def _with_channels(services: Services, **urls: str) -> Services:
    return replace(
        services,
        channels={name: Channel(id=name, url=url, language="en") for name, url in urls.items()},
        routes=(Route(id="all", channels=tuple(urls)),),
    )


def _add(services: Services, title: str, *channels: str) -> None:
    event = Event(
        kind=EventKind.NEW,
        source_id="s",
        source_name="来源",
        tier="official",
        at=services.clock(),
        title=title,
        url="https://a.example/1",
    )
    with services.store.writing() as tx:
        events.add_event(
            tx,
            event,
            subject=title,
            hearers=[("all", channel) for channel in channels],
            key_of=dedup_key,
        )


def _states(services: Services) -> dict[str, int]:
    with services.store.reading() as tx:
        counts = outbox.count_states(tx)
    return {state.value: count for state, count in counts.items() if count}


def test_what_is_accepted_is_delivered_once(build: Build, sink: Sink) -> None:
    services = _with_channels(build(), desk=sink.url)
    _add(services, "关于甲的通知", "desk")
    assert deliver.deliver_next(services)
    assert not deliver.deliver_next(services)
    assert _states(services) == {"delivered": 1}
    assert len(sink.got) == 1
    assert "关于甲的通知" in sink.got[0]["title"]


def test_a_failure_is_repeated_later_and_nothing_is_lost(
    build: Build, sink: Sink, clock: Clock
) -> None:
    services = _with_channels(build(), desk=sink.url)
    sink.answers = [503, 503]
    _add(services, "关于乙的通知", "desk")
    for _ in range(4):
        deliver.deliver_next(services)
        clock.pass_(minutes=5)
    assert _states(services) == {"delivered": 1}
    assert len(sink.got) == 1
    assert "duplicate" not in sink.got[0]["message"]


def test_a_repeat_after_an_unknown_outcome_is_marked(
    build: Build, sink: Sink, clock: Clock
) -> None:
    services = _with_channels(build(), desk=sink.url)
    _add(services, "关于丙的通知", "desk")
    with services.store.writing() as tx:  # a sender claimed the row and died
        outbox.claim_next(tx, ["desk"], owner="elsewhere:1", now=clock())
    clock.pass_(seconds=outbox.LEASE.total_seconds() + 1)
    deliver.rescue(services)
    clock.pass_(minutes=2)
    deliver.deliver_next(services)
    assert "possible duplicate, attempt 2" in sink.got[0]["message"].lower()


def test_a_dead_alert_is_told_over_another_channel(build: Build, sink: Sink, clock: Clock) -> None:
    services = _with_channels(build(), broken=f"{sink.url}/404", desk=sink.url)
    sink.answers = [404, 404, 404]
    _add(services, "关于丁的通知", "broken")
    for _ in range(6):
        while deliver.deliver_next(services):
            pass
        clock.pass_(minutes=10)
    assert _states(services) == {"dead": 1, "delivered": 1}
    with services.store.reading() as tx:
        assert outbox.count_states(tx)[OutboxState.DEAD] == 1
    assert "broken" in sink.got[0]["message"]
