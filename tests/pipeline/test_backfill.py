"""Walking back: what is stored, what is left, when it ends, and that nobody is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.pipeline import archive_of_notices as archive
from tests.pipeline.baseline import kinds, told
from tests.pipeline.website import Clock, Website, make_source
from watcher.model.backfill import BackfillEnd, BackfillState
from watcher.model.event import EventKind, Route
from watcher.model.source import ListingRules, PageRules
from watcher.pipeline.backfill import Plan
from watcher.pipeline.check import check_source
from watcher.store import pages
from watcher.store.database import Store


def test_the_days_asked_for_are_stored_and_nobody_is_told(
    site: Website, build: archive.Build
) -> None:
    archive.put_list(site, archive.days_back(36, newest=archive.NEWEST, size=8))
    source = make_source(site)
    services = build(source)
    report = archive.walk(services, source, Plan(since=archive.SINCE, until=date(2026, 3, 18)))
    at = report.backfill
    assert not report.stopped
    assert (at.state, at.reason) == (BackfillState.FINISHED, BackfillEnd.SINCE)
    assert set(archive.stored(services)) == {f"n{number}" for number in range(2, 20)}
    assert (at.stored, at.wanted, at.known, at.rows, at.pages_read) == (18, 18, 0, 32, 4)
    assert (at.newest_on, at.oldest_on) == (date(2026, 3, 18), archive.SINCE)
    (event,) = told(services)
    assert event.kind is EventKind.BACKFILLED
    assert event.extra["stored"] == "18"
    with services.store.reading() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 0


def test_a_route_that_asks_for_it_hears_of_the_end_once(
    site: Website, build: archive.Build
) -> None:
    archive.put_list(site, archive.days_back(6, newest=archive.NEWEST, size=6))
    source = make_source(site)
    route = Route(id="ops", channels=("desk",), events=frozenset({EventKind.BACKFILLED}))
    services = replace(build(source), routes=(route,))
    archive.walk(services, source)
    archive.walk(services, source)
    with services.store.reading() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 2
    assert kinds(services) == [EventKind.BACKFILLED] * 2
    assert [each.known for each in archive.walks_of(services, source)] == [0, 6]


def test_a_notice_met_in_a_backfill_equals_the_same_notice_met_live(
    site: Website, build: archive.Build, tmp_path: Any, migrated: Callable[..., str]
) -> None:
    rows = archive.days_back(8, newest=archive.NEWEST, size=8)
    archive.put_list(site, rows)
    site.pages["/n2.html"] = archive.notice("n2", text_of="n5")
    source = make_source(site)
    live = build(source)
    check_source(live, source)
    (tmp_path / "other").mkdir()
    store = Store.open(migrated("sqlite", tmp_path / "other"))
    back = build(source, store=store)
    archive.walk(back, source)
    met_live, met_back = archive.stored(live), archive.stored(back)
    assert len(met_live) == 8
    for name, page in met_live.items():
        other = met_back[name]
        same = replace(other, listed=page.listed, recheck_stage=page.recheck_stage)
        assert same == page
        with live.store.reading() as one, back.store.reading() as two:
            ours, theirs = pages.revisions(one, page.id), pages.revisions(two, other.id)
        assert [each.document for each in ours] == [each.document for each in theirs]
        assert [each.seq for each in theirs] == [1]
    assert met_back["n2"].notice_id == met_back["n5"].notice_id
    assert not any(page.listed for page in met_back.values())
    store.close()


def test_the_live_check_takes_backfilled_pages_for_known(
    site: Website, build: archive.Build, clock: Clock
) -> None:
    archive.put_list(site, archive.days_back(24, newest=archive.NEWEST, size=8))
    source = make_source(site)
    services = build(source)
    archive.walk(services, source)
    asked = len(site.asked)
    assert check_source(services, source).is_baseline
    archive.put_list(
        site,
        [[("fresh", date(2026, 3, 21)), *archive.days_back(7, newest=archive.NEWEST, size=7)[0]]],
    )
    clock.pass_(minutes=20)
    report = check_source(services, source)
    assert [each.title for each in report.handled if each.recorded] == [archive.title_of("fresh")]
    assert [event.title for event in told(services) if event.kind is EventKind.NEW] == [
        archive.title_of("fresh")
    ]
    # Old pages are not asked for again: neither as new ones nor as pulled from the list.
    assert [path for path in site.asked[asked:] if path.startswith("/n")] == []


def test_what_a_live_check_is_to_tell_is_left_to_it(
    site: Website, build: archive.Build, clock: Clock
) -> None:
    old = archive.days_back(24, newest=archive.NEWEST, size=8)
    archive.put_list(site, old)
    source = make_source(site)
    services = build(source)
    check_source(services, source)
    clock.pass_(minutes=20)
    rows: list[tuple[str, date | None]] = [("new1", date(2026, 3, 21)), ("new2", archive.NEWEST)]
    flat = [*rows, *(row for page in old for row in page)]
    archive.put_list(site, [flat[start : start + 8] for start in range(0, len(flat), 8)])
    report = archive.walk(services, source)
    assert len(report.backfill.left) == 2
    assert report.backfill.stored == 20 - 8
    assert archive.stored(services, "new1", "new2") == {}
    check_source(services, source)
    new = {event.title for event in told(services) if event.kind is EventKind.NEW}
    assert new == {archive.title_of("new1"), archive.title_of("new2")}


@pytest.mark.parametrize(
    ("ends", "plan", "reason", "stored_rows"),
    [
        (True, archive.PLAN, BackfillEnd.LIST_END, 12),
        (False, archive.PLAN, BackfillEnd.LIST_END, 12),
        (True, Plan(since=archive.SINCE, max_pages=2), BackfillEnd.PAGE_CAP, 8),
        (True, Plan(since=date(2026, 3, 17)), BackfillEnd.SINCE, 4),
    ],
    ids=["no further page", "404 behind the last", "page cap", "older than asked"],
)
def test_a_walk_ends_for_a_reason(
    site: Website,
    build: archive.Build,
    *,
    ends: bool,
    plan: Plan,
    reason: BackfillEnd,
    stored_rows: int,
) -> None:
    archive.put_list(site, archive.days_back(12, newest=archive.NEWEST, size=4), ends=ends)
    source = make_source(site)
    services = build(source)
    at = archive.walk(services, source, plan).backfill
    assert (at.reason, at.stored) == (reason, stored_rows)
    assert at.state is BackfillState.FINISHED


@pytest.mark.parametrize("last", ["the first page", "the same page", "no rows"])
def test_a_list_that_goes_round_or_runs_dry_ends(
    site: Website, build: archive.Build, last: str
) -> None:
    archive.put_list(site, archive.days_back(8, newest=archive.NEWEST, size=4), ends=False)
    site.pages["/list_3"] = {
        "the first page": str(site.pages["/list"]).replace("/list_2", "/list_9"),
        "the same page": str(site.pages["/list_2"]).replace("/list_3", "/list_9"),
        "no rows": '<html><body><ul class="list"></ul></body></html>',
    }[last]
    source = make_source(site)
    services = build(source)
    at = archive.walk(services, source).backfill
    assert (at.reason, at.stored, at.pages_read) == (BackfillEnd.LIST_END, 8, 3)
    assert "page 3" in at.detail


def test_pages_by_template_go_beyond_the_sources_own_limit_when_asked(
    site: Website, build: archive.Build
) -> None:
    archive.put_list(site, archive.days_back(16, newest=archive.NEWEST, size=4), ends=False)
    source = make_source(site, pages=PageRules(url="/list_{page}", most=2))
    services = build(source)
    at = archive.walk(services, source).backfill
    assert (at.reason, at.stored) == (BackfillEnd.PAGE_CAP, 8)
    at = archive.walk(services, source, Plan(since=archive.SINCE, max_pages=9)).backfill
    assert (at.reason, at.stored, at.known) == (BackfillEnd.LIST_END, 8, 8)


def test_pinned_and_late_rows_do_not_end_the_walk(site: Website, build: archive.Build) -> None:
    listed = archive.days_back(12, newest=archive.NEWEST, size=4)
    pinned: tuple[str, date | None] = ("pinned", date(2020, 1, 1))
    archive.put_list(site, [[pinned, *page] for page in listed])
    source = make_source(site)
    services = build(source)
    at = archive.walk(services, source, Plan(since=date(2026, 3, 10))).backfill
    assert at.stored == 11
    assert at.reached_on == date(2026, 3, 12)
    assert archive.stored(services, "pinned") == {}


def test_rows_without_days_are_judged_by_their_notices(site: Website, build: archive.Build) -> None:
    names = [[(f"n{page}{row}", None) for row in range(3)] for page in range(4)]
    archive.put_list(site, names)
    for page, day in enumerate(("2026-03-18", "2026-03-11", "2026-02-20", "2026-02-10")):
        for row in range(3):
            path = f"/n{page}{row}.html"
            site.pages[path] = str(site.pages[path]).replace("2026-03-18", day)
    source = make_source(site, listing=ListingRules(rows=("ul.list li",)))
    services = build(source)
    at = archive.walk(services, source).backfill
    assert (at.reason, at.pages_read, at.stored, at.undated) == (BackfillEnd.SINCE, 3, 9, 9)
    assert at.reached_on == date(2026, 2, 20)
