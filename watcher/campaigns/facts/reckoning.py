"""From printed days to calendar days: years that are not said, month ends, periods added."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from watcher.campaigns.view import Part
from watcher.model.facts import DayFact

DAY = r"(?:(20\d\d)\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
NUMERALS = frozenset("0123456789一二两三四五六七八九十")
REACH = 12
"""The most that stands from a number's beginning to its 月 or 内: 2026 年 10 月, 10 个工作日内."""
FAR = 17
"""The same where words lead in: 即日起 至 2026 年 10 月."""
DAYS_OF = {"天": 1, "日": 1, "自然日": 1, "周": 7}
MONTHS = 12


def find_near(
    pattern: re.Pattern[str], text: str, mark: str, firsts: frozenset[str] = NUMERALS
) -> Iterator[re.Match[str]]:
    """Give what ``finditer`` gives for a pattern that begins close before ``mark``.

    ``firsts`` are the characters it can begin with. Looking from the marks only takes a fifth of
    the time.
    """
    reach = REACH if firsts is NUMERALS else FAR
    last, at = 0, text.find(mark)
    while at >= 0:
        for start in range(max(last, at - reach), at):
            if text[start] in firsts and (found := pattern.match(text, start)) is not None:
                last = found.end()
                yield found
                break
        at = text.find(mark, max(at + 1, last))


def make_day(year: str | None, month: str, day: str, base: date | None) -> date | None:
    """Make a day; without a year the one nearest to ``base``."""
    try:
        if year:
            return date(int(year), int(month), int(day))
        if base is None:
            return None
        near = [date(base.year + step, int(month), int(day)) for step in (-1, 0, 1)]
    except ValueError:
        return None
    return min(near, key=lambda one: abs(one - base))


def read_day(
    part: Part, found: re.Match[str], base: date | None, *, offset: int = 0
) -> DayFact | None:
    """Give the first day among the groups of a match: year, month, day, again and again.

    ``offset`` is where in the part the text begins in which the match was found.
    """
    groups = found.groups()
    for index in range(0, len(groups) - 2, 3):
        year, month, day = groups[index : index + 3]
        made = make_day(year, month, day, base) if month and day else None
        if made is not None:
            span = part.span(offset + found.start(), offset + found.end())
            return DayFact(day=made, how="said", span=span)
    return None


def find_month_end(year: str | None, month: str, base: date | None) -> date | None:
    """Return the last day of a month; without a year the first such month not before ``base``."""
    number = int(month)
    if not 1 <= number <= MONTHS or (year is None and base is None):
        return None
    made = int(year) if year else (base.year + (number < base.month) if base else 0)
    return date(made, number, monthrange(made, number)[1])


def add_months(day: date, months: int) -> date:
    """Add months; the 31st becomes the last of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_period(base: date | None, count: int, unit: str) -> date | None:
    """Add a period; working days skip weekends only: public holidays are not known here."""
    if base is None or not count:
        return None
    if unit == "月":
        return add_months(base, count)
    if unit != "工作日":
        return base + timedelta(days=count * DAYS_OF[unit])
    day = base
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
