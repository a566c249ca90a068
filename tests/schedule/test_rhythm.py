"""Chinese working days, and what a source's silence means on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from watcher.model.health import Health
from watcher.schedule import (
    count_working_days,
    is_announced,
    is_working_day,
    judge_silence,
    learn_limit,
)

DAYS = {
    date(2026, 2, 14): True,  # a Saturday worked for the Spring Festival
    date(2026, 2, 17): False,  # New Year's Day of the lunar calendar, a Tuesday
    date(2026, 2, 23): False,
    date(2026, 2, 24): True,
    date(2026, 10, 10): True,  # a Saturday worked for the National Day
    date(2025, 9, 28): True,  # a Sunday
    date(2025, 10, 8): False,
    date(2026, 3, 7): False,
    date(2026, 3, 9): True,
}


@pytest.mark.parametrize("day", DAYS)
def test_holidays_and_make_up_days(day: date) -> None:
    assert is_working_day(day) is DAYS[day]


def test_a_year_whose_notice_is_unknown_is_said_to_be_so() -> None:
    assert is_announced(2026)
    assert not is_announced(2060)
    assert not is_working_day(date(2060, 2, 2))  # the statutory days are computed all the same
    assert not judge_silence(date(2060, 1, 4), date(2060, 1, 9), 2).is_calendar_sure


def test_the_spring_festival_is_no_silence() -> None:
    assert count_working_days(date(2026, 2, 14), date(2026, 2, 24)) == 0
    assert judge_silence(date(2026, 2, 14), date(2026, 2, 25), 3).health is Health.OK


def test_quiet_before_late() -> None:
    first = date(2026, 3, 2)
    health = [judge_silence(first, first + timedelta(days=span), 4).health for span in range(10)]
    assert health == [
        *(Health.OK,) * 4, Health.QUIET, Health.QUIET, Health.QUIET, Health.QUIET,
        Health.LATE, Health.LATE,
    ]  # fmt: skip


def test_without_a_rhythm_nothing_is_said() -> None:
    assert judge_silence(date(2020, 1, 2), date(2026, 1, 2), None).health is Health.OK
    assert learn_limit([date(2026, 3, day) for day in range(1, 10)], today=date(2026, 4, 1)) is None


@pytest.mark.parametrize(("every", "least", "most"), [(1, 5, 5), (7, 8, 14), (30, 40, 60)])
def test_the_limit_is_well_above_the_usual_gap(every: int, least: int, most: int) -> None:
    today = date(2026, 6, 30)
    days = [today - timedelta(days=every * number) for number in range(20)]
    limit = learn_limit(days, today=today)
    assert limit is not None
    assert least <= limit <= most


def test_old_days_and_days_to_come_are_left_out() -> None:
    today = date(2026, 6, 30)
    recent = [today - timedelta(days=number) for number in range(30)]
    other = [date(2009, 1, 1), date(2030, 1, 1)]
    assert learn_limit(recent + other, today=today) == learn_limit(recent, today=today)
