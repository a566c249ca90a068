"""Fourteen ways in which a source breaks, over many sources: is each told in time, and its end?"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tests.simulate.site import Habits, Site
from tests.simulate.world import Fault, World, ensure_good, make_page, make_source, open_world
from watcher.errors import TimedOut, Unreachable
from watcher.model.event import Event, EventKind
from watcher.model.page import Page, PageRequest
from watcher.model.source import Source

SHELL = (
    "<html><head><script>var k='C3V' + 'K=8c1f';document.cookie=k+';path=/';"
    "window.location.reload();</script></head><body></body></html>"
)
REDESIGNED = (
    "<html><body><div id='app'><div class='card'><h2>新版门户</h2><p>欢迎访问新版门户网站</p></div>"
    "</div></body></html>"
)


def _status(status: int, body: bytes = b"", **headers: str) -> Fault:
    def answer(request: PageRequest, page: Page) -> Page:
        bad = make_page(request.url, status, body, headers, now=page.fetched_at)
        ensure_good(bad, now=page.fetched_at)
        return bad

    return answer


def _raises(make: Callable[[str], Exception]) -> Fault:
    def fail(request: PageRequest, _page: Page) -> Page:
        raise make(request.url)

    return fail


def _garble(request: PageRequest, page: Page) -> Page:
    """Bytes of another charset that the server mixes up, as after a wrong conversion."""
    garbled = page.content.decode().encode("gb18030").decode("utf-8", "replace").encode()
    return make_page(request.url, 200, garbled, {}, now=page.fetched_at)


FAULTS: dict[str, Fault] = {
    "dns": _raises(lambda url: Unreachable(f"the name server gave no answer for {url}")),
    "refused": _raises(lambda url: Unreachable(f"{url} refused the connection")),
    "tls": _raises(lambda url: Unreachable(f"{url}: the certificate has expired")),
    "403": _status(403, b"forbidden"),
    "404": _status(404, b"not found"),
    "410": _status(410, b"gone"),
    "429": _status(429, b"", **{"retry-after": "1800"}),
    "5xx storm": _status(502, b"bad gateway"),
    "waf page as 200": _status(200, SHELL.encode()),
    "empty list": _status(200, b'<html><body><ul class="list"></ul></body></html>'),
    "redesign": _status(200, REDESIGNED.encode()),
    "charset garbage": _garble,
    "truncated gzip": _raises(lambda _url: Unreachable("the compressed body was cut short")),
    "half-open": _raises(lambda url: TimedOut(f"{url} did not answer within the deadline")),
}


@dataclass(slots=True)
class FaultFigures:
    """What the faults showed. ``late`` and ``silent`` name source and fault."""

    sources: int = 0
    checks: int = 0
    told: int = 0
    late: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    told_again: int = 0
    not_recovered: list[str] = field(default_factory=list)
    false_alarms: int = 0
    withdrawals: int = 0
    gap_alarms: int = 0
    wrong_news: int = 0
    edits: int = 0
    longest_silence_hours: float = 0.0
    health: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Case:
    source: Source
    fault: str
    from_at: datetime
    until_at: datetime
    polls: list[datetime] = field(default_factory=list)


def run_faults(
    *,
    count: int,
    seed: int,
    days: int = 4,
    intervals: tuple[int, ...] = (1800, 3600, 7200, 21600),
) -> FaultFigures:
    """Break every source once, for six hours to two days, and see what is told."""
    start = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    chance = random.Random(seed)
    sites, cases = [], {}
    for number in range(count):
        habits = Habits(
            a_day=0.0, page_rows=8, bursts=0, pins=0, reorders=0, past=0, reuses=0, withdrawals=0
        )
        site = Site(host=f"f{number}.example.cn", seed=seed * 1000 + number, habits=habits)
        site.habits.a_day = 0.8
        site.found(start, 10)
        site.habits.a_day = 0.0
        sites.append(site)
        interval = chance.choice(intervals)
        source = make_source(site, interval_seconds=interval)
        from_at = start + timedelta(hours=chance.uniform(20, 36))
        lasting = timedelta(hours=chance.uniform(6, 24) + 4 * interval / 3600)
        fault = list(FAULTS)[number % len(FAULTS)]
        cases[source.id] = _Case(source, fault, from_at, from_at + lasting)
    with open_world(sites, [case.source for case in cases.values()], start=start) as world:

        def before(request: PageRequest) -> None:
            host = request.url.split("/")[2]
            case = cases[host.partition(".")[0]]
            if case.from_at <= world.clock.now < case.until_at:
                world.fetcher.faults[host] = FAULTS[case.fault]
            else:
                world.fetcher.faults.pop(host, None)

        def on_check(source: Source) -> None:
            cases[source.id].polls.append(world.clock.now)

        world.fetcher.before = before
        world.run(start + timedelta(days=days), on_check)
        return _count(world, cases, count)


def _count(world: World, cases: dict[str, _Case], count: int) -> FaultFigures:
    figures = FaultFigures(sources=count, checks=world.checks)
    broken = _by_source(world.told(EventKind.SOURCE_UNHEALTHY))
    mended = _by_source(world.told(EventKind.SOURCE_RECOVERED))
    for source_id, case in cases.items():
        named = f"{source_id} ({case.fault})"
        events = [each for each in broken.get(source_id, []) if each.at >= case.from_at]
        figures.false_alarms += len(broken.get(source_id, [])) - len(events)
        if not events:
            figures.silent.append(named)
            continue
        figures.told += 1
        figures.told_again += len(events) - 1
        polls = [at for at in case.polls if at >= case.from_at]
        third = polls[2] if len(polls) > 2 else case.until_at
        if events[0].at > max(third, case.from_at + timedelta(hours=1)):
            figures.late.append(named)
        if len(mended.get(source_id, [])) != 1:
            figures.not_recovered.append(named)
        health = events[0].extra.get("health", "?")
        shown = figures.health.setdefault(case.fault, {})
        shown[health] = shown.get(health, 0) + 1
        gaps = [later - earlier for earlier, later in pairwise(polls)]
        longest = max(gaps, default=timedelta()).total_seconds() / 3600
        figures.longest_silence_hours = max(figures.longest_silence_hours, longest)
    figures.withdrawals = len(world.told(EventKind.WITHDRAWN))
    figures.gap_alarms = len(world.told(EventKind.SOURCE_GAP))
    figures.wrong_news = len(world.told(EventKind.NEW))
    figures.edits = len(world.told(EventKind.CHANGED))
    return figures


def _by_source(events: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.source_id, []).append(replace(event))
    return found
