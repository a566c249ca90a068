"""One cycle of crawl and delivery, with a fault at every write, sync, commit and send in turn.

WATCHER_FAULTS=all tries every place (`make faults`); otherwise one in a few.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pipeline.baseline import CLEAN_UP, RULES_OF_APPS, THIRD, start
from tests.pipeline.fault_play import NO_FAULT, Faults, Inline, LoggingSender, in_child
from tests.pipeline.website import Clock, Website, open_services
from watcher.errors import WatcherError
from watcher.evidence import Archive
from watcher.model.event import Channel
from watcher.model.source import Source
from watcher.pipeline.check import check_source
from watcher.pipeline.deliver import deliver_next, keep_promises
from watcher.pipeline.services import Services
from watcher.store.database import Store

IS_FULL = os.environ.get("WATCHER_FAULTS") == "all"
STRIDE = 1 if IS_FULL else 29
FILE_SIZES = range(8_192, 700_000, 16_384 if IS_FULL else 180_000)
CHANNEL = Channel(id="desk", url="json://127.0.0.1:9/hook", language="en", group_over=0)
UNTOLD = (
    "SELECT count(*) FROM notice WHERE created_at > (SELECT baseline_at FROM source)"
    " AND id NOT IN (SELECT notice_id FROM event)"
)
ORPHANS = [
    "SELECT count(*) FROM page WHERE state = 'live' AND notice_id IS NULL",
    "SELECT count(*) FROM notice WHERE original_page_id IS NULL",
    "SELECT count(*) FROM event WHERE id NOT IN (SELECT event_id FROM outbox)",
    "SELECT count(*) FROM outbox WHERE event_id NOT IN (SELECT id FROM event)",
    UNTOLD,
]


class Cycle:
    """A baseline that is copied for every fault, and the news of one cycle."""

    def __init__(self, folder: Path, site: Website, source: Source) -> None:
        self.folder, self.site, self.source = folder, site, source
        self.base = folder / "base"
        self.home = folder / "home"
        self.log = self.home / "sent.log"

    def renew(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.base, self.home)

    @contextmanager
    def services(self, store: Store, clock: Clock, faults: Faults) -> Iterator[Services]:
        with open_services(store, self.home, clock, Inline(), self.source) as opened:  # type: ignore[arg-type]  # only its call() is used
            yield replace(
                opened,
                channels={"desk": CHANNEL},
                senders=LoggingSender(self.log, faults),  # type: ignore[arg-type]  # same
            )

    def run(self, faults: Faults, *, minutes: float, rounds: int) -> int:
        """Check and deliver some rounds; our own failures are met as the daemon meets them."""
        clock = Clock()
        clock.pass_(minutes=minutes)
        store = Store.open(f"sqlite:///{self.home}/watcher.db")
        faults.watch_files()
        faults.watch_database(store)
        failed = 0
        with self.services(store, clock, faults) as services:
            for _ in range(rounds):
                for step in (keep_promises, self._check, _deliver_all):
                    try:
                        step(services)
                    except (WatcherError, OSError):
                        failed += 1
                clock.pass_(minutes=20)
        return min(failed, 90)

    def _check(self, services: Services) -> None:
        check_source(services, self.source)

    def ask(self, question: str) -> int:
        with closing(sqlite3.connect(f"file:{self.home}/watcher.db?mode=ro", uri=True)) as database:
            return int(database.execute(question).fetchone()[0])

    def check_whole(self) -> None:
        """After a fault: all or nothing."""
        with closing(sqlite3.connect(f"{self.home}/watcher.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [question for question in ORPHANS if self.ask(question)] == []

    def check_told(self) -> tuple[int, int]:
        """After the next cycles: everything told, repeats marked; return (sends, repeats)."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        for word in ("第三批标准文本", "规范应用程序公示"):
            assert [line for line in lines if word in line], f"{word} was lost"
        seen: set[str] = set()
        repeats = 0
        for line in lines:
            code = line.partition("|")[0]
            if code in seen:
                repeats += 1
                assert "possible duplicate" in line
            seen.add(code)
        assert self.ask("SELECT count(*) FROM outbox WHERE state != 'delivered'") == 0
        assert self.ask("SELECT count(DISTINCT notice_id) FROM page") == 3
        assert not list(Archive(self.home / "archive").verify())
        return len(lines), repeats


def _deliver_all(services: Services) -> None:
    while deliver_next(services):
        pass


@pytest.fixture
def cycle(build: Callable[..., Services], site: Website, tmp_path: Path, clock: Clock) -> Cycle:
    """A known list, then one new notice and one change on the site."""
    services, source = start(build, site)
    services.store.close()
    made = Cycle(tmp_path, site, source)
    made.base.mkdir()
    for path in tmp_path.glob("watcher.db*"):
        shutil.copy(path, made.base)
    shutil.copytree(tmp_path / "archive", made.base / "archive")
    site.pages |= {
        "/third.html": THIRD,
        "/apps.html": RULES_OF_APPS.replace("5月31日", "6月30日"),
        "/live.html": CLEAN_UP,
    }
    site.publish("third", "live", "apps")
    return made


def recover(cycle: Cycle) -> tuple[int, int]:
    cycle.check_whole()
    assert in_child(lambda: cycle.run(Faults(NO_FAULT, 0), minutes=60, rounds=4)) == 0
    cycle.check_whole()
    return cycle.check_told()


def count_places(cycle: Cycle) -> int:
    """How many places of one cycle a fault may strike."""
    cycle.renew()
    counted = cycle.folder / "places"

    def work() -> int:
        faults = Faults(NO_FAULT, 0)
        code = cycle.run(faults, minutes=20, rounds=1)
        with counted.open("w") as stream:
            stream.write(str(faults.count))
        return code

    assert in_child(work) == 0
    recover(cycle)
    return int(counted.read_text())


@pytest.mark.parametrize(
    ("code", "lasts"),
    [(0, False), (errno.EIO, False), (errno.ENOSPC, False), (errno.ENOSPC, True)],
    ids=["kill", "EIO", "ENOSPC", "ENOSPC for long"],
)
def test_a_fault_at_any_write_leaves_all_or_nothing(
    cycle: Cycle, code: int, *, lasts: bool
) -> None:
    places = count_places(cycle)
    assert places > 40
    repeats = tried = 0
    for place in range(1, places + 1, STRIDE):
        cycle.renew()

        def work(place: int = place) -> int:
            return cycle.run(Faults(place, code, lasts=lasts), minutes=20, rounds=1)

        ended = in_child(work)
        assert ended == -9 if code == 0 else 0 <= ended <= 90, ended
        repeats += recover(cycle)[1]
        tried += 1
    name = ("SIGKILL" if not code else errno.errorcode[code]) + (" that lasts" if lasts else "")
    sys.stdout.write(
        f"{name} at {tried} of {places} places: 0 orphans, all told, {repeats} marked repeats\n"
    )


def test_a_disk_that_is_full_for_the_system_leaves_all_or_nothing(cycle: Cycle) -> None:
    for size in FILE_SIZES:
        cycle.renew()

        def work() -> int:
            return cycle.run(Faults(NO_FAULT, 0), minutes=20, rounds=1)

        assert 0 <= in_child(work, file_bytes=size) <= 90
        recover(cycle)
    sys.stdout.write(f"files that cannot grow over {len(FILE_SIZES)} sizes: 0 orphans, all told\n")
