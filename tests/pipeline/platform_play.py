"""A platform played in the process: it answers what a test tells it and keeps what it accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.pipeline.website import Clock
from watcher.alerts.events import dedup_key
from watcher.model.delivery import Attempt, Message, Outcome
from watcher.model.event import Channel, CopyRef, Event, EventKind, Route
from watcher.pipeline.deliver import deliver_next, keep_promises
from watcher.pipeline.services import Services
from watcher.store import audit, events, outbox

ACCEPTED = Attempt(outcome=Outcome.ACCEPTED, status=200)
DOWN = Attempt(outcome=Outcome.TRANSIENT, status=503, detail="HTTP 503")
UNKNOWN = Attempt(outcome=Outcome.UNKNOWN, detail="the connection broke after sending")
REFUSED = Attempt(outcome=Outcome.PERMANENT, status=403, detail="HTTP 403: refused")
WECOM = "wecombot://aaaa-bbbb"
URL = "json://127.0.0.1:9/hook"
OTHER = "json://127.0.0.1:9/other"


@dataclass
class Sent:
    """One message as it came to the platform."""

    url: str
    message: Message
    at: datetime
    outcome: Outcome

    @property
    def text(self) -> str:
        return f"{self.message.title}\n{self.message.body}"


@dataclass
class Play:
    """Stands in for the pool of senders; ``answer`` says what becomes of the next message."""

    clock: Clock
    answer: Callable[[str, Message], Attempt] = lambda *_: ACCEPTED
    sent: list[Sent] = field(default_factory=list)
    told: dict[str, list[Attempt]] = field(default_factory=dict)
    """Answers to come, by URL; ``answer`` is asked when they are used up."""

    def call(self, _: Any, url: str, message: Message, *__: Any, **___: Any) -> Attempt:
        waiting = self.told.get(url)
        result = waiting.pop(0) if waiting else self.answer(url, message)
        self.sent.append(Sent(url, message, self.clock(), result.outcome))
        return result

    def accepted(self, url: str | None = None) -> list[Sent]:
        return [
            each
            for each in self.sent
            if each.outcome is Outcome.ACCEPTED and url in {None, each.url}
        ]


def staged(
    services: Services, play: Play, *channels: Channel, routes: tuple[Route, ...] = ()
) -> Services:
    """Services whose channels lead to a play."""
    everything = (Route(id="all", channels=tuple(each.id for each in channels)),)
    return replace(
        services,
        channels={each.id: each for each in channels},
        routes=routes or everything,
        senders=play,  # type: ignore[arg-type]  # only its call() is used
    )


def with_fallback(services: Services, play: Play) -> Services:
    """Services with a channel ``a`` at URL, whose fallback ``b`` is at OTHER."""
    return staged(
        services,
        play,
        Channel(id="a", url=URL, fallback="b"),
        Channel(id="b", url=OTHER),
        routes=(Route(id="all", channels=("a",)),),
    )


def add_event(
    services: Services, title: str, *channels: str, route: str = "all", **values: Any
) -> Event:
    """Store an event for channels."""
    fields: dict[str, Any] = {
        "kind": EventKind.NEW,
        "source_id": "s",
        "source_name": "来源",
        "tier": "official",
        "at": services.clock(),
        "title": title,
        "url": "https://a.example/1",
    }
    with services.store.writing() as tx:
        return events.add_event(
            tx,
            Event(**(fields | values)),
            subject=title,
            hearers=[(route, each) for each in channels or services.channels],
            key_of=dedup_key,
        )


def add_long_event(services: Services, **values: Any) -> Event:
    """Store an alert that WeCom takes in several parts: many copies with long titles."""
    copies = tuple(
        CopyRef(
            title=f"转载{number}" + "关于开展网络环境整治工作的通知" * 12,
            url=f"https://copy.example/{number}",
            relation="repost",
            source_name="门户网",
        )
        for number in range(8)
    )
    return add_event(services, "长通知", copies=copies, **values)


def resend(services: Services, event_id: int) -> None:
    """Do as `watcher alerts resend` does."""
    with services.store.writing() as tx:
        assert audit.resend(tx, event_id, now=services.clock()) == 1


def run(services: Services, clock: Clock, *, minutes: float, step_seconds: float = 15) -> None:
    """Let the daemon's delivery work for a span of the clock."""
    for _ in range(int(minutes * 60 / step_seconds)):
        keep_promises(services)
        while deliver_next(services):
            pass
        clock.pass_(seconds=step_seconds)


def states(services: Services) -> dict[str, int]:
    """How many rows stand where."""
    with services.store.reading() as tx:
        counts = outbox.count_states(tx)
    return {state.value: count for state, count in counts.items() if count}
