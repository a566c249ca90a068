"""Thousands of alerts over a platform that fails in every way: none is lost, repeats are marked.

WATCHER_ALERTS sets how many (`make storm`: 10,000), WATCHER_SEED which fail how.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from tests.pipeline.platform_play import ACCEPTED, DOWN, UNKNOWN, Play, add_event, staged, states
from tests.pipeline.website import Clock
from watcher.alerts.events import event_code
from watcher.model.delivery import Attempt, Message
from watcher.model.event import Channel
from watcher.pipeline.deliver import deliver_next, keep_promises
from watcher.pipeline.services import Services

ALERTS = int(os.environ.get("WATCHER_ALERTS") or 60)
SEED = os.environ.get("WATCHER_SEED") or "20251122"
URL = "json://127.0.0.1:9/hook"
DROPPED, HUNG = 0.10, 0.05
FAILED = 0.50
"""Of the sends: accepted and then cut off, hanging, answered 5xx; the rest is accepted."""
MARK = "possible duplicate"
LONGEST_HOURS = 24 * 7 * 8


class Storm:
    """Fails as drawn; ``read`` is what the readers see, whatever we were answered."""

    def __init__(self) -> None:
        self._drawn = random.Random(SEED)
        self.read: list[Message] = []
        self.unknown = 0

    def answer(self, _: str, message: Message) -> Attempt:
        draw = self._drawn.random()
        if draw < FAILED:
            return DOWN
        if draw < FAILED + HUNG:
            self.unknown += 1
            if self._drawn.random() < 0.5:  # it may hang before or after it is taken
                self.read.append(message)
            return UNKNOWN
        self.read.append(message)
        if draw < FAILED + HUNG + DROPPED:
            self.unknown += 1
            return UNKNOWN
        return ACCEPTED


def work_off(services: Services, clock: Clock) -> float:
    """Deliver until nothing is left; return the hours that took on the clock."""
    began = clock.now
    while set(states(services)) - {"delivered", "dead"}:
        keep_promises(services)
        while deliver_next(services):
            pass
        clock.pass_(seconds=30)
        if (hours := (clock.now - began).total_seconds() / 3600) > LONGEST_HOURS:
            raise AssertionError(f"not done after {hours:.0f} hours: {states(services)}")
    return (clock.now - began).total_seconds() / 3600


@pytest.mark.parametrize("group_over", [0, 5])
def test_nothing_is_lost_in_a_storm(
    build: Callable[..., Services], clock: Clock, group_over: int
) -> None:
    storm, play = Storm(), Play(clock)
    play.answer = storm.answer
    channel = Channel(id="a", url=URL, language="en", group_over=group_over)
    services = staged(build(), play, channel)
    codes = [event_code(add_event(services, f"notice {number}")) for number in range(ALERTS)]
    hours = work_off(services, clock)

    known = set(codes)
    told: Counter[str] = Counter()
    unmarked: Counter[str] = Counter()
    for message in storm.read:
        words = set(f"{message.title} {message.body}".replace("·", " ").split())
        seen = words & known
        told.update(seen)
        if MARK not in message.title:
            unmarked.update(seen)
    assert [code for code in codes if not told[code]] == [], "lost"
    assert [code for code, count in unmarked.items() if count > 1] == [], "unmarked repeats"
    repeats = len(storm.read) - len({message.event_id for message in storm.read})
    assert repeats <= storm.unknown
    assert set(states(services)) == {"delivered"}
    sys.stdout.write(
        f"{ALERTS} alerts, grouped over {group_over}: {len(play.sent)} sends, {storm.unknown} "
        f"unknown, {repeats} repeats, all marked; none lost; {hours:.0f} hours on the clock\n"
    )
