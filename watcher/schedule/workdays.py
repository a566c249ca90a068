"""Chinese working days: holidays of the State Council's yearly notice and its make-up days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class _Year:
    off: frozenset[date]
    """Weekdays on which nobody works."""
    on: frozenset[date]
    """Weekend days that are worked for a bridge day."""
    is_announced: bool


def is_working_day(day: date) -> bool:
    """Whether offices in mainland China work on a day.

    Where the year's notice is not in the library yet (see :func:`is_announced`), the statutory days
    alone count as holidays and no weekend as worked.
    """
    year = _year(day.year)
    return day in year.on if day.weekday() >= 5 else day not in year.off


def is_announced(year: int) -> bool:
    """Whether the library knows the State Council's notice on the holidays of a year."""
    return _year(year).is_announced


def count_working_days(after: date, before: date) -> int:
    """Return the number of working days strictly between two days."""
    count, day = 0, after + timedelta(days=1)
    while day < before:
        count += is_working_day(day)
        day += timedelta(days=1)
    return count


@lru_cache(maxsize=32)
def _year(year: int) -> _Year:
    import holidays  # noqa: PLC0415  # 80 ms that commands which judge no silence do not need

    # A day of December may be worked for the New Year of the year after.
    found = holidays.country_holidays("CN", years=(year, year + 1), expand=False)
    return _Year(
        off=frozenset(day for day in found if day.year == year and day.weekday() < 5),
        on=frozenset(day for day in found.weekend_workdays if day.year == year),
        is_announced=year in found.special_public_holidays,
    )
