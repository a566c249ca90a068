"""Which checks run at once: few a host, never twice, and no slow site delays another."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.adding.list_pages import draft
from watcher.model.source import Source
from watcher.pipeline import dispatching
from watcher.pipeline.dispatching import CHECKS_PER_HOST, Dispatcher


def sources(hosts: int, each: int) -> list[Source]:
    return [
        replace(draft(f"https://h{host}.example/{n}"), id=f"h{host}-{n}")
        for n in range(each)
        for host in range(hosts)
    ]


class Site:
    """Checks that note what runs with them; those of hanging hosts wait for ``go``."""

    def __init__(self, *hanging: str) -> None:
        self.hanging = set(hanging)
        self.go = threading.Event()
        self.done: list[str] = []
        self.most: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()

    def check(self, source: Source) -> None:
        host = urlsplit(source.url).netloc
        with self._lock:
            self._running[host] += 1
            self.most[host] = max(self.most[host], self._running[host])
            self.most["all"] = max(self.most["all"], self._running.total())
        if host in self.hanging:
            self.go.wait(60)
        with self._lock:
            self._running[host] -= 1
            self.done.append(source.id)


def test_everything_offered_is_checked_once() -> None:
    site = Site()
    checks = Dispatcher(site.check, threads=4)
    wanted = sources(7, 9)
    for _ in range(3):
        checks.offer(wanted[:40])
    checks.offer(wanted[40:])
    assert checks.wait(30)
    checks.close(1)
    assert set(site.done) == {source.id for source in wanted}
    assert max(site.most[f"h{n}.example"] for n in range(7)) <= CHECKS_PER_HOST
    assert site.most["all"] <= 4


def test_a_source_that_runs_is_not_begun_again() -> None:
    site = Site("h0.example")
    checks = Dispatcher(site.check, threads=4)
    one = sources(1, 1)
    checks.offer(one)
    checks.offer(one)
    site.go.set()
    assert checks.wait(30)
    assert site.done == ["h0-0"]
    checks.offer(one)
    assert checks.wait(30)
    assert site.done == ["h0-0", "h0-0"]
    checks.close(1)


def test_hosts_that_hang_delay_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "SLOW_SECONDS", 0.0)
    hanging = [f"h{n}.example" for n in range(6)]
    site = Site(*hanging)
    checks = Dispatcher(site.check, threads=3)
    wanted = sources(20, 2)
    checks.offer(wanted)
    healthy = {source.id for source in wanted if urlsplit(source.url).netloc not in hanging}
    for _ in range(3000):
        if healthy <= set(site.done):
            break
        checks.offer(wanted)
        threading.Event().wait(0.01)
    assert healthy <= set(site.done)
    assert not checks.wait(0)
    site.go.set()
    assert checks.wait(30)
    checks.close(1)


def test_what_waits_can_be_forgotten_and_offered_anew() -> None:
    site = Site("h0.example")
    checks = Dispatcher(site.check, threads=2)
    wanted = sources(1, 6)
    checks.offer(wanted)
    checks.forget_waiting()
    checks.offer(wanted[4:])
    site.go.set()
    assert checks.wait(30)
    checks.close(1)
    assert sorted(site.done) == ["h0-0", "h0-1", "h0-4", "h0-5"]


def test_nothing_begins_after_the_end() -> None:
    site = Site()
    checks = Dispatcher(site.check, threads=2)
    checks.close(1)
    checks.offer(sources(2, 1))
    assert site.done == []
