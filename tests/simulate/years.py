"""Sites that live for years under the real checks: what was missed, and what was told wrongly."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.simulate.site import ZONE, Habits, Site
from tests.simulate.world import World, make_source, open_world
from watcher.errors import TimedOut
from watcher.model.event import EventKind
from watcher.model.page import PageRequest
from watcher.store import gaps
from watcher.text.urls import canonical

CLOSING = timedelta(days=9)
"""At the end nothing rare happens: a row put in further down is found within a week."""


@dataclass(slots=True)
class YearFigures:
    """What two years showed. ``missed`` are notices that nobody was ever told of."""

    source_years: float = 0.0
    checks: int = 0
    requests: int = 0
    published: int = 0
    missed: list[str] = field(default_factory=list)
    told_twice: int = 0
    gaps_closed: int = 0
    gap_alarms: int = 0
    false_gap_alarms: int = 0
    silence_alarms: int = 0
    unhealthy_alarms: int = 0
    withdrawn_at_the_site: int = 0
    withdrawn_told: int = 0
    false_withdrawals: int = 0
    wrong_pages: int = 0
    happened: dict[str, int] = field(default_factory=dict)


def draw_sites(count: int, seed: int) -> list[Site]:
    """Return sites of different rhythm, page size and manners."""
    chance = random.Random(seed)
    return [
        Site(
            host=f"s{number}.example.cn",
            seed=seed * 1000 + number,
            habits=Habits(
                a_day=(0.15, 0.4, 1.0, 2.0)[number % 4],
                page_rows=chance.choice((6, 8, 12)),
                has_dates=number % 5 != 4,
            ),
        )
        for number in range(count)
    ]


def run_years(
    *, count: int, days: int, seed: int, interval_seconds: int = 7200, trouble: float = 0.01
) -> YearFigures:
    """Let sites live for some days; ``trouble`` is the share of requests that time out."""
    start = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
    until = start + timedelta(days=days)
    sites = draw_sites(count, seed)
    for site in sites:
        site.found(start, 30 * site.habits.page_rows)
    watched = [
        make_source(site, interval_seconds=interval_seconds, recheck_seconds=(86400, 2592000))
        for site in sites
    ]
    chance = random.Random(seed)
    agenda = sorted(
        (at, number, what)
        for number, site in enumerate(sites)
        for day in range(days)
        for at, what in site.live_a_day(
            (start + timedelta(days=day)).astimezone(ZONE).date(),
            is_closing=start + timedelta(days=day) > until - CLOSING,
        )
        if start < at < until - timedelta(days=1)
    )
    upcoming = iter(agenda)
    following = next(upcoming, None)
    with open_world(sites, watched, start=start) as world:

        def before(request: PageRequest) -> None:
            nonlocal following
            while following is not None and following[0] <= world.clock.now:
                sites[following[1]].happen(following[2], following[0])
                following = next(upcoming, None)
            is_early = world.clock.now < until - timedelta(days=1)  # there are checks to find it
            if "/list_" in request.url and chance.random() < 0.05 and is_early:
                site = world.fetcher.sites[request.url.split("/")[2]]
                site.happen("publish", world.clock.now)  # the pages shift while they are walked
            if chance.random() < trouble and world.checks > count:
                raise TimedOut(f"{request.url}: simulated")

        world.fetcher.before = before
        world.run(until)
        return _count(world, sites, days)


def _count(world: World, sites: list[Site], days: int) -> YearFigures:
    figures = YearFigures(
        source_years=len(sites) * days / 365,
        checks=world.checks,
        requests=world.fetcher.requests,
    )
    told: dict[str, int] = {}
    for event in world.told(EventKind.NEW, EventKind.COPY, EventKind.OFFICIAL):
        told[event.title] = told.get(event.title, 0) + 1
    figures.told_twice = sum(each > 1 for each in told.values())
    for site in sites:
        for name, number in site.kinds.items():
            figures.happened[name] = figures.happened.get(name, 0) + number
        for item in site.published:
            if item.is_old:
                continue
            figures.published += 1
            is_gone = item.title in site.withdrawn | site.replaced
            if item.title not in told and not is_gone:
                figures.missed.append(f"{site.host}{item.path} {item.published_at:%Y-%m-%d}")
        figures.withdrawn_at_the_site += len(site.withdrawn)
        figures.wrong_pages += _count_wrong_pages(world, site)
    gone = {title for site in sites for title in site.withdrawn | site.replaced}
    withdrawn = world.told(EventKind.WITHDRAWN)
    figures.withdrawn_told = len(withdrawn)
    figures.false_withdrawals = sum(event.title not in gone for event in withdrawn)
    for event in world.told(EventKind.SOURCE_UNHEALTHY):
        if event.extra.get("health") == "late":
            figures.silence_alarms += 1
        else:
            figures.unhealthy_alarms += 1
    figures.gap_alarms = len(world.told(EventKind.SOURCE_GAP))
    # Bursts stay within the pages that are walked, so that every alarm is a false one.
    figures.false_gap_alarms = figures.gap_alarms
    with world.services.store.reading() as tx:
        figures.gaps_closed = sum(each.is_closed for each in gaps.list_gaps(tx))
    return figures


def _count_wrong_pages(world: World, site: Site) -> int:
    """Count addresses at which the store has another notice than the site."""
    from watcher.store import notices, pages  # noqa: PLC0415  # used here alone

    wrong = 0
    with world.services.store.reading() as tx:
        for path, item in site.pages.items():
            known = pages.find_page(tx, canonical(f"http://{site.host}{path}"))
            if known is None or known.notice_id is None:
                continue
            summary = notices.get_notice(tx, known.notice_id)
            wrong += summary is None or (known.title != item.title and not item.is_old)
    return wrong
