"""The daemon dies at random moments and no event is lost.

WATCHER_KILLS sets how often (`make kills`: 50), WATCHER_SEED which moments.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.demo.conftest import processes
from watcher.demo.content import LIST_PATHS, Act, Notice, Place, load
from watcher.demo.program import Daemon, Program
from watcher.demo.sink import Received, Sink
from watcher.demo.site import Site
from watcher.demo.sources import HOOKS, write_sources

pytestmark = pytest.mark.acceptance

KILLS = int(os.environ.get("WATCHER_KILLS") or 4)
SEED = os.environ.get("WATCHER_SEED") or "20251122"
STARTING_SHARE = 0.2
"""This share of lives ends before the first page was asked for, the others while at work."""
LONGEST_START_SECONDS = 1.0
LONGEST_WORK_SECONDS = 4.0
"""Long enough for the first alert of a life to leave."""
SLOW_SINK_SECONDS = 0.1
"""Each post takes this long, so that some kills fall into a sending."""
SETTLE_SECONDS = 900.0
"""A try cut short is repeated after half a minute or so, and longer where that was cut too."""
CHARACTERS = (
    "山水云石田禾竹木舟车桥路灯塔钟鼓琴棋书画茶米油盐春夏秋冬东西南北红黄蓝绿高低长短快慢新旧冷热"
)
SETTLED = {"delivered", "suppressed"}
MARKS = ("可能重复", "possible duplicate")


def drill(number: int) -> Notice:
    """A notice whose text has nothing in common with any other."""
    drawn = random.Random(f"{SEED}|{number}")
    lines = ["".join(drawn.choices(CHARACTERS, k=40)) + "。" for _ in range(8)]
    return Notice(
        id=f"drill-{number}",
        site=Place.BUREAU,
        title=f"关于{''.join(drawn.choices(CHARACTERS, k=8))}的通告",
        published=date(2025, 4, 29),
        body="\n".join(lines),
        address=f"/2025-04/29/c_{1748000 + number}.htm",
    )


class Drill:
    """One site, one sink, one home, and a daemon that is killed and started again."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.site = stack.enter_context(Site())
        self.sink = stack.enter_context(Sink(delay_seconds=SLOW_SINK_SECONDS))
        self.program = Program(home, language="en")
        hooks = {hook: self.sink.channel_url(hook) for hook in HOOKS}
        write_sources(
            self.program.sources, urls=self.site.urls, hooks=hooks, language="en", wait="0s"
        )
        self.cut = 0
        """How many sendings were cut short."""
        self.groups: list[int] = []
        """Process groups of the daemons that were killed."""
        stack.callback(self.sweep)
        self.daemon = Daemon(self.program)
        stack.callback(self.stop)

    def live(self, moments: random.Random) -> None:
        """Let the daemon live for a while, then kill it and start the next one."""
        if moments.random() < STARTING_SHARE:
            time.sleep(moments.uniform(0, LONGEST_START_SECONDS))
        else:
            self.settle()
            time.sleep(moments.uniform(0, LONGEST_WORK_SECONDS))
        self.groups.append(self.daemon.crash())
        sending = ask(self.program.home, "SELECT count(*) FROM outbox WHERE state = 'sending'")
        self.cut += sending[0][0]
        self.daemon = Daemon(self.program)

    def settle(self) -> bool:
        """Wait until the daemon works: before its handlers stand, SIGTERM ends it as a kill."""
        before = self.site.stage.answers.total()
        return self.wait(lambda: self.site.stage.answers.total() > before)

    def orphans(self) -> list[int]:
        """Workers that outlived their daemon."""
        return [pid for pid, _, group in processes() if group in self.groups]

    def sweep(self) -> None:
        for pid in self.orphans():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> int:
        return self.daemon.stop()

    def wait(self, condition: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + SETTLE_SECONDS
        while not condition() and time.monotonic() < deadline:
            self.daemon.check()
            time.sleep(0.1)
        return condition()

    def baseline(self) -> bool:
        asked = self.site.stage.asked
        return self.wait(lambda: all(asked(place, LIST_PATHS[place]) >= 2 for place in Place))

    def told(self, hook: str) -> Counter[str]:
        """Which of the expected titles came to a hook, and how often."""
        return Counter(
            title
            for one in self.sink.received
            if one.hook == hook
            for title in self.expected()
            if title in f"{one.title}\n{one.message}"
        )

    def expected(self) -> set[str]:
        notices = [load().notice("ai-abuse"), load().notice("preinstalled-apps")]
        return {notice.title for notice in (*notices, *map(drill, range(KILLS)))}


def ask(home: Path, question: str) -> list[tuple[Any, ...]]:
    """Put a question to the database, which is only read."""
    with closing(sqlite3.connect(f"file:{home / 'watcher.db'}?mode=ro", uri=True)) as database:
        return database.execute(question).fetchall()


def states(home: Path) -> set[str]:
    """The states that rows of the outbox are in."""
    return {state for (state,) in ask(home, "SELECT DISTINCT state FROM outbox")}


def repeats(received: tuple[Received, ...], hook: str) -> list[Received]:
    """Every alert that says what an earlier one said."""
    seen: set[str] = set()
    again = []
    for one in received:
        if one.hook == hook:
            key = next((word for word in one.message.split() if word.startswith("http")), one.title)
            if key in seen:
                again.append(one)
            seen.add(key)
    return again


def is_marked(one: Received) -> bool:
    return any(mark in f"{one.title} {one.message}".lower() for mark in MARKS)


def test_no_event_is_lost_when_the_daemon_is_killed(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    with ExitStack() as stack:
        run = Drill(tmp_path, stack)
        assert run.baseline()
        for number in range(KILLS):
            run.site.stage.add(drill(number))
            if number == 0:
                run.site.stage.play(Act.PUBLISH)
            if number == KILLS // 2:
                run.site.stage.play(Act.EDIT)
            run.live(moments)
        new = run.expected() - {load().notice("preinstalled-apps").title}
        run.wait(lambda: set(run.told("new")) >= new and bool(run.told("changed")))
        run.wait(lambda: states(tmp_path) <= SETTLED)
        assert run.wait(lambda: not run.orphans())
        assert run.settle()
        assert run.stop() == 0

    assert set(run.told("new")) == new
    assert set(run.told("changed")) == {load().notice("preinstalled-apps").title}
    assert not run.told("withdrawn")
    assert not run.told("other")
    assert states(tmp_path) <= SETTLED
    assert ask(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert ask(tmp_path, "PRAGMA foreign_key_check") == []
    again = [*repeats(run.sink.received, "new"), *repeats(run.sink.received, "changed")]
    assert [one.message for one in again if not is_marked(one)] == []
    pages = Counter(page["url"] for page in run.program.pages() if page["title"] in new)
    assert set(pages.values()) == {1}
    assert len(pages) == len(new)
    sys.stdout.write(
        f"{KILLS} kills, {run.cut} sendings cut short; {len(new) + 1} events, "
        f"{len(run.sink.received)} alerts, {len(again)} of them marked repeats; none lost\n"
    )
