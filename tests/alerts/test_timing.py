"""Silences end, quiet hours release everything, digests come at their local hour."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alerts.conftest import make_event
from watcher.alerts.timing import find_silence, next_digest_at, release_at
from watcher.model.event import DigestPlan, EventKind, QuietHours, Silence

NOW = datetime(2025, 4, 30, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
NIGHT = QuietHours(start=time(22), end=time(8))
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("silence", "kind", "covered"),
    [
        (Silence(until=LATER), EventKind.NEW, True),
        (Silence(until=NOW), EventKind.NEW, False),
        (Silence(until=LATER, events=frozenset({EventKind.CHANGED})), EventKind.NEW, False),
        (Silence(until=LATER, sources=frozenset({"cac"})), EventKind.NEW, True),
        (Silence(until=LATER, sources=frozenset({"miit"})), EventKind.NEW, False),
        (Silence(until=LATER, campaigns=("AI技術濫用",)), EventKind.NEW, True),
        (Silence(until=LATER, campaigns=("春节",)), EventKind.NEW, False),
        (Silence(until=LATER, campaigns=("",)), EventKind.NEW, False),
        (Silence(until=LATER), EventKind.DELIVERY_DEAD, False),
    ],
)
def test_silences(silence: Silence, kind: EventKind, covered: bool) -> None:
    assert (find_silence(make_event(kind), [silence], now=NOW) is silence) == covered


def test_the_silence_that_ends_last_is_named() -> None:
    longer = Silence(until=LATER + timedelta(days=1), reason="holiday")
    assert find_silence(make_event(), [longer, Silence(until=LATER)], now=NOW) is longer


@pytest.mark.parametrize(
    ("quiet", "kind", "local", "released"),
    [
        (NIGHT, EventKind.NEW, "2025-05-01T00:30", "2025-05-01T08:00"),
        (NIGHT, EventKind.NEW, "2025-05-01T22:00", "2025-05-02T08:00"),
        (NIGHT, EventKind.NEW, "2025-05-01T08:00", "2025-05-01T08:00"),
        (NIGHT, EventKind.NEW, "2025-05-01T12:00", "2025-05-01T12:00"),
        (NIGHT, EventKind.WITHDRAWN, "2025-05-01T00:30", "2025-05-01T00:30"),
        (
            QuietHours(start=time(12), end=time(14)),
            EventKind.NEW,
            "2025-05-01T13:59",
            "2025-05-01T14:00",
        ),
        (
            QuietHours(start=time(12), end=time(14)),
            EventKind.NEW,
            "2025-05-01T11:59",
            "2025-05-01T11:59",
        ),
        (
            QuietHours(start=time(9), end=time(9)),
            EventKind.NEW,
            "2025-05-01T09:00",
            "2025-05-01T09:00",
        ),
        (None, EventKind.NEW, "2025-05-01T03:00", "2025-05-01T03:00"),
    ],
)
def test_quiet_hours(quiet: QuietHours | None, kind: EventKind, local: str, released: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
    expected = datetime.fromisoformat(released).replace(tzinfo=zone)
    assert release_at(make_event(kind), quiet, now=now) == expected


TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Europe/Berlin"])
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(deadline=None, max_examples=150)
@given(TIMES, TIMES, ZONES, INSTANTS)
def test_nothing_waits_longer_than_a_day_and_an_hour(
    start: time, end: time, zone: str, now: datetime
) -> None:
    quiet = QuietHours(start=start, end=end, zone=zone)
    released = release_at(make_event(), quiet, now=now)
    assert now <= released <= now + timedelta(hours=25)
    assert release_at(make_event(), quiet, now=released + timedelta(hours=1)) >= released


@settings(deadline=None, max_examples=150)
@given(TIMES, ZONES, INSTANTS, st.one_of(st.none(), st.integers(0, 6)))
def test_digests_come_later_at_their_hour_and_never_twice(
    at: time, zone: str, after: datetime, weekday: int | None
) -> None:
    plan = DigestPlan(at=at, weekday=weekday, zone=zone)
    first = next_digest_at(plan, after=after)
    second = next_digest_at(plan, after=first)
    period = timedelta(days=1 if weekday is None else 7)
    assert after < first <= after + period + timedelta(hours=1)
    assert abs(second - first - period) <= timedelta(hours=1)
    local = first.astimezone(ZoneInfo(zone))
    assert weekday is None or local.weekday() == weekday


def test_an_impossible_weekday_is_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        next_digest_at(DigestPlan(weekday=7), after=NOW)
