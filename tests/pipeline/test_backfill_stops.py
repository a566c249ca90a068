"""A walk that is stopped, refused or shared: nothing is lost, written off or told twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from tests.pipeline import archive_of_notices as archive
from tests.pipeline.baseline import told
from tests.pipeline.website import Clock, Website, make_source
from watcher.errors import InputError, Stopped
from watcher.model.backfill import Backfill, BackfillState
from watcher.model.event import EventKind
from watcher.pipeline.backfill import Plan, bringing, storing
from watcher.pipeline.check import check_source
from watcher.store.database import Store


def test_a_page_that_cannot_be_read_is_kept_by_its_title(
    site: Website, build: archive.Build
) -> None:
    archive.put_list(site, archive.days_back(8, newest=archive.NEWEST, size=8))
    del site.pages["/n3.html"]
    source = make_source(site)
    services = build(source)
    at = archive.walk(services, source).backfill
    assert (at.stored, at.unread) == (8, 1)
    page = archive.stored(services)["n3"]
    assert page.title == archive.title_of("n3")
    assert "could not be read" in page.problem
    assert page.recheck_stage == 0  # a live check tries it soon


def test_a_site_that_is_down_stops_the_walk_and_nothing_is_written_off(
    site: Website, build: archive.Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "PAUSE_SECONDS", 0.0)
    archive.put_list(site, archive.days_back(16, newest=archive.NEWEST, size=8))
    for number in range(8, 13):
        site.pages[f"/n{number}.html"] = (500, {}, b"")
    source = make_source(site)
    services = build(source)
    report = archive.walk(services, source)
    assert "5 of 8 pages did not come" in report.stopped
    assert report.backfill.state is BackfillState.RUNNING
    assert set(archive.stored(services)) == {f"n{number}" for number in range(8)}
    archive.put_list(site, archive.days_back(16, newest=archive.NEWEST, size=8))
    site.pages |= {f"/n{number}.html": archive.notice(f"n{number}") for number in range(8, 13)}
    report = archive.walk(services, source)
    assert not report.stopped
    assert (report.backfill.stored, report.backfill.unread) == (16, 0)
    assert len(archive.walks_of(services, source)) == 1


def test_a_challenge_stops_the_walk_at_once(site: Website, build: archive.Build) -> None:
    archive.put_list(site, archive.days_back(8, newest=archive.NEWEST, size=4))
    site.pages["/list_2"] = (412, {}, b"<script>challenge()</script>")
    source = make_source(site)
    services = build(source)
    report = archive.walk(services, source)
    assert report.stopped
    assert report.backfill.state is BackfillState.RUNNING
    assert set(archive.stored(services)) == {"n0", "n1", "n2", "n3"}
    assert site.asked.count("/list_2") == 1


def test_a_stopped_walk_goes_on_where_it_was(site: Website, build: archive.Build) -> None:
    archive.put_list(site, archive.days_back(20, newest=archive.NEWEST, size=4))
    source = make_source(site)
    services = build(source)
    is_asked = False

    def stop_after_two_pages(at: Backfill) -> None:
        nonlocal is_asked
        is_asked = at.stored >= 8

    stopping = replace(services, should_stop=lambda: is_asked)
    with pytest.raises(Stopped):
        archive.walk(stopping, source, on_progress=stop_after_two_pages)
    before = len(archive.stored(services))
    assert 8 <= before < 20
    site.asked.clear()
    report = archive.walk(services, source)
    assert report.backfill.stored == 20
    assert "/list" not in site.asked
    assert not {f"/n{number}.html" for number in range(8)} & set(site.asked)
    assert len(archive.walks_of(services, source)) == 1


def test_begun_anew_when_asked_or_with_other_words(site: Website, build: archive.Build) -> None:
    archive.put_list(site, archive.days_back(12, newest=archive.NEWEST, size=4))
    site.pages["/list_3"] = (412, {}, b"<script>challenge()</script>")
    source = make_source(site)
    services = build(source)
    assert archive.walk(services, source).stopped
    assert archive.walk(services, source, replace(archive.PLAN, restart=True)).backfill.id == 2
    assert [each.state for each in archive.walks_of(services, source)] == [
        BackfillState.ABANDONED,
        BackfillState.RUNNING,
    ]
    assert archive.walk(services, source, Plan(since=archive.SINCE, max_pages=2)).backfill.id == 3
    with pytest.raises(InputError, match="lies after"):
        archive.walk(services, source, Plan(since=date(2027, 1, 1)))


def test_two_processes_do_not_move_one_backfill(site: Website, build: archive.Build) -> None:
    archive.put_list(site, archive.days_back(8, newest=archive.NEWEST, size=4))
    source = make_source(site)
    services = build(source)
    at: Backfill | None = None

    def note(now: Backfill) -> None:
        nonlocal at
        at = at or now

    archive.walk(services, source, on_progress=note)
    assert at is not None
    late = storing.Storer(services, source, at)
    with pytest.raises(InputError, match="another process"):
        late.store(storing.Parcel(rows=()))
    assert len(told(services)) == 1


def test_a_daemon_on_the_same_database_goes_on_undisturbed(
    site: Website, build: archive.Build, clock: Clock, sqlite_store: Store
) -> None:
    old = [row for page in archive.days_back(40, newest=archive.NEWEST, size=8) for row in page]

    def publish(*fresh: str) -> None:
        rows = [*((name, date(2026, 3, 21)) for name in fresh), *old]
        archive.put_list(site, [rows[start : start + 8] for start in range(0, len(rows), 8)])

    publish()
    source = make_source(site)
    daemon = build(source)
    check_source(daemon, source)
    clock.pass_(minutes=20)
    other = Store.open(sqlite_store.url)
    with ThreadPoolExecutor(1) as threads:
        walking = threads.submit(
            archive.walk, build(source, store=other), source, Plan(since=archive.LONG_AGO)
        )
        fresh: list[str] = []
        while not walking.done() or len(fresh) < 2:
            if len(fresh) < 6:
                fresh.insert(0, f"fresh{len(fresh)}")
                publish(*fresh)
            clock.pass_(minutes=5)
            assert not check_source(daemon, source).outcome.health.is_broken
        report = walking.result()
    clock.pass_(minutes=5)
    check_source(daemon, source)
    other.close()
    assert not report.stopped
    assert set(archive.stored(daemon)) == {f"n{number}" for number in range(40)}
    new = [event.title for event in told(daemon) if event.kind is EventKind.NEW]
    assert sorted(new) == sorted(archive.title_of(name) for name in fresh)
