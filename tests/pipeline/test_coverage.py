"""What is known of each month: nothing is called complete that might not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline.archive_of_notices import days_back, put_list
from tests.pipeline.website import Clock, Website, make_source
from watcher.model.backfill import Backfill, BackfillState, Cover
from watcher.model.health import Gap
from watcher.pipeline.backfill import Plan, run_backfill
from watcher.pipeline.backfill.progress import estimate_seconds, measure_share
from watcher.pipeline.check import check_source
from watcher.pipeline.coverage import Account, Span, cover_source, judge_months
from watcher.pipeline.services import Services
from watcher.store import gaps
from watcher.store.coverage import DayCount

Build = Callable[..., Services]
TODAY = date(2026, 3, 21)
C, P, U = Cover.COMPLETE, Cover.PARTIAL, Cover.UNKNOWN


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("account", "covers", "why"),
    [
        ({}, [], ""),
        (
            {"walked": [Span(day(1, 1), TODAY)], "asked_since": day(1, 1)},
            [C, C, C],
            "",
        ),
        (
            {"walked": [Span(day(2, 10), TODAY)], "asked_since": day(1, 1),
             "cut": [Span(day(1, 1), day(2, 9), "50 pages were allowed")]},
            [U, P, C],
            "50 pages were allowed",
        ),
        ({"watched": [Span(day(2, 10), TODAY)]}, [P, C], "known from 2026-02-10 on"),
        (
            {"watched": [Span(day(2, 1), day(3, 5))]},
            [C, P],
            "not looked at since 2026-03-05",
        ),
        (
            {"watched": [Span(day(1, 1), TODAY)],
             "holes": [Span(day(2, 3), day(2, 4), "rows may be missing")]},
            [C, P, C],
            "rows may be missing",
        ),
        (
            {"watched": [Span(day(2, 1), TODAY)], "walked": [Span(day(1, 1), day(2, 1))],
             "asked_since": day(1, 1)},
            [C, C, C],
            "",
        ),
        (
            {"walked": [Span(day(3, 1), TODAY)], "asked_since": day(3, 1),
             "counts": [DayCount(day(3, 2), 4, 1), DayCount(day(3, 9), 2, 0)]},
            [P],
            "1 of 6 pages have no text",
        ),
        ({"asked_since": day(3, 1)}, [U], "neither watched nor walked"),
    ],
    ids=["nothing", "walked", "cut", "watched", "stopped watching", "gap", "both", "unread",
         "asked only"],
)  # fmt: skip
def test_a_month_is_judged_by_its_days(
    account: dict[str, object], covers: list[Cover], why: str
) -> None:
    made = Account(source_id="a", today=TODAY, **account)  # type: ignore[arg-type]  # a table
    months = judge_months(made)
    assert [each.cover for each in months] == covers
    assert [each.cover is C for each in months] == [not each.reasons for each in months]
    assert not why or any(why in reason for each in months for reason in each.reasons)


SPANS = st.tuples(st.integers(0, 120), st.integers(0, 40)).map(
    lambda each: Span(day(1, 1) + timedelta(each[0]), day(1, 1) + timedelta(sum(each)))
)


@settings(deadline=None, max_examples=60)
@given(st.lists(SPANS, max_size=4), st.lists(SPANS, max_size=3), st.lists(SPANS, max_size=2))
def test_a_complete_month_has_no_day_that_nobody_saw(
    walked: list[Span], watched: list[Span], holes: list[Span]
) -> None:
    account = Account(
        source_id="a",
        today=TODAY,
        asked_since=day(1, 1),
        walked=walked,
        watched=watched,
        holes=[replace(each, why="lost") for each in holes],
    )
    for month in judge_months(account):
        days = [
            each
            for number in range(31)
            if (each := month.month + timedelta(number)).month == month.month.month
            and each <= TODAY
        ]
        seen = [
            any(each in span for span in walked)
            or (any(each in span for span in watched) and not any(each in h for h in holes))
            for each in days
        ]
        if month.cover is C:
            assert all(seen)
        elif month.cover is U:
            assert not any(seen)
        else:
            assert any(seen)
            assert month.reasons


def test_the_map_grows_with_what_is_walked_and_watched(
    site: Website, build: Build, clock: Clock
) -> None:
    put_list(site, days_back(60, newest=date(2026, 3, 20), size=10))
    source = make_source(site)
    services = build(source)
    assert cover_source(services, source) == []
    run_backfill(services, source, Plan(since=day(1, 25), max_pages=3))
    assert [each.cover for each in cover_source(services, source)] == [U, P, C]
    assert [each.pages for each in cover_source(services, source)] == [0, 10, 20]
    run_backfill(services, source, Plan(since=day(2, 1)))
    assert [each.cover for each in cover_source(services, source)] == [U, C, C]
    clock.pass_(days=20)
    *_, march, april = cover_source(services, source)
    assert (march.cover, april.cover) == (P, U)
    assert check_source(services, source).is_baseline
    *_, march, april = cover_source(services, source)
    assert march.reasons == ("not looked at since 2026-03-21",)
    assert april.reasons == ("known from 2026-04-10 on",)


def test_an_open_gap_is_mended_by_a_later_backfill_only(
    site: Website, build: Build, clock: Clock
) -> None:
    put_list(site, days_back(30, newest=date(2026, 2, 28), size=10))
    source = make_source(site)
    services = build(source)
    clock.now = datetime(2026, 3, 1, tzinfo=UTC)
    check_source(services, source)
    clock.now = datetime(2026, 3, 21, 2, tzinfo=UTC)
    check_source(services, source)
    (before,) = cover_source(services, source)
    assert before.cover is C, before
    found = Gap(
        source_id=source.id,
        found_at=datetime(2026, 3, 15, tzinfo=UTC),
        pages_read=11,
        rows=90,
        is_closed=False,
        why="the walk was long enough",
    )
    with services.store.writing() as tx:
        gaps.add_gap(tx, found)
    (with_gap,) = cover_source(services, source)
    assert with_gap.cover is P
    assert "the walk was long enough" in with_gap.reasons[0]
    run_backfill(services, source, Plan(since=day(3, 1)))
    (mended,) = cover_source(services, source)
    assert mended.cover is C


def test_how_far_and_how_long_is_told_by_the_days() -> None:
    begun = Backfill(
        id=1,
        source_id="a",
        since=day(1, 1),
        until=day(2, 10),
        max_pages=None,
        state=BackfillState.RUNNING,
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
        changed_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert measure_share(begun) == 0
    half = replace(begun, newest_on=day(2, 10), reached_on=day(1, 21))
    assert measure_share(half) == 0.5
    assert estimate_seconds(0.5, 0.0, 60) == 60
    assert estimate_seconds(0.75, 0.5, 60) == 60
    assert estimate_seconds(0.5, 0.5, 60) is None
