"""How often a source publishes, and whether its silence is longer than that explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from watcher.model.health import Health
from watcher.schedule.workdays import count_working_days, is_announced

HISTORY = timedelta(days=730)
"""Older days say nothing about how a source publishes now."""
LEAST_GAPS = 10
"""With fewer gaps than this nothing is said about a source's rhythm."""
LEAST_LIMIT = 5
"""A silence of a working week is never remarkable by itself."""


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a source has published nothing.

    ``days`` are whole working days between the newest publication and today; ``limit`` is the
    longest silence to be expected, None where too little is known. ``health`` is ok, quiet or late.
    ``is_calendar_sure`` is False where the holidays of a year concerned are not announced.
    """

    days: int
    limit: int | None
    health: Health
    is_calendar_sure: bool = True


def learn_limit(days: Iterable[date], *, today: date) -> int | None:
    """Return the longest silence to be expected of a source, in working days, None where unknown.

    ``days`` are the days on which it published, in any order. The longest gap of the last two
    years, widened: the fewer gaps are known, the more the next one may exceed them. Twice the
    longest of 20 exponential gaps is six mean gaps, exceeded once in 400.
    """
    recent = sorted({day for day in days if today - HISTORY <= day <= today})
    gaps = [count_working_days(first, second) for first, second in pairwise(recent)]
    if len(gaps) < LEAST_GAPS:
        return None
    factor = 1.5 if len(gaps) >= 100 else 2.0
    return max(round(factor * max(gaps)) + 2, LEAST_LIMIT)


def judge_silence(newest_on: date, today: date, limit: int | None) -> Silence:
    """Say whether a source that last published on a day is ok, quiet or late today."""
    days = count_working_days(newest_on, today)
    health = Health.OK
    if limit is not None and days > limit:
        health = Health.LATE
    elif limit is not None and 2 * days > limit:
        health = Health.QUIET
    is_sure = all(is_announced(year) for year in range(newest_on.year, today.year + 1))
    return Silence(days=days, limit=limit, health=health, is_calendar_sure=is_sure)
