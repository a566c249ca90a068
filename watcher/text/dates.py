"""Days as Chinese sites print them, never later than tomorrow.

The formats are those met on the sites of Chinese ministries, provinces and news portals (2025). A
day that lies after tomorrow is a plan ("自2027年1月1日起施行") or a wrong clock, never a day of
publication; the one day of grace is for pages read across time zones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

_EARLIEST = 1990
_CHINA = timezone(timedelta(hours=8))
_MAX = 20_000
_GAP = r"\s{0,20}"
_CLOCK = (
    r"(?:[T\s]{1,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?(?!\d))?"
)
# Year first: 2026-09-18, 2026/9/4, 2026.07.08, 2026年9月18日; digits may stand on own lines.
_YEAR_FIRST = re.compile(
    rf"(?<![\d.])(?P<year>(?:19|20)\d\d){_GAP}(?:"
    rf"(?P<mark>[-/.]){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P=mark){_GAP}(?P<day>\d{{1,2}})(?![\d年])"
    rf"|年{_GAP}(?P<month2>\d{{1,2}}){_GAP}月{_GAP}(?P<day2>\d{{1,2}}){_GAP}日?(?!\d))"
    rf"{_CLOCK}"
)
_COMPACT = re.compile(
    r"(?<![\d.])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_NUMERALS = "〇○零ＯO0一二三四五六七八九十"
_CHINESE = re.compile(
    rf"(?P<year>[二][{_NUMERALS}]{{3}})年{_GAP}(?P<month>[{_NUMERALS}]{{1,3}})月{_GAP}"
    rf"(?P<day>[{_NUMERALS}]{{1,3}})日"
)
MONTHS = {
    "jan": 1,
    "january": 1,
    "feb": 2,
    "february": 2,
    "mar": 3,
    "march": 3,
    "apr": 4,
    "april": 4,
    "may": 5,
    "jun": 6,
    "june": 6,
    "jul": 7,
    "july": 7,
    "aug": 8,
    "august": 8,
    "sep": 9,
    "sept": 9,
    "september": 9,
    "oct": 10,
    "october": 10,
    "nov": 11,
    "november": 11,
    "dec": 12,
    "december": 12,
}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?<![a-z])(?:(?P<name>{_NAMES})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}"
    rf"(?P<year>(?:19|20)\d\d)|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?P<name2>{_NAMES})\.?,?"
    rf"\s{{1,3}}(?P<year2>(?:19|20)\d\d))(?!\d)",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    r"^\W{0,3}(?P<year>\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_NO_YEAR = re.compile(
    r"(?<![\d年./-])(?:(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日"
    r"|^\W{0,3}(?P<month2>\d{1,2})[-/](?P<day2>\d{1,2})(?=$|[\s\])】）]))"
)
_EPOCH = re.compile(r"^\s*(?P<seconds>1\d{9})(?P<millis>\d{3})?\s*$")
_AGO = re.compile(
    r"(?P<count>\d{1,4})\s?(?P<unit>秒|分钟|分鐘|小时|小時|天|日|周|week|day|hour|minute|second)s?"
    r"\s?(?:钟|鐘)?\s?(?:以?前|ago)",
    re.IGNORECASE,
)
_UNIT_DAYS = {"天": 1.0, "日": 1.0, "day": 1.0, "周": 7.0, "week": 7.0}
_WORDS = (
    ("前天", 2),
    ("昨天", 1),
    ("昨日", 1),
    ("yesterday", 1),
    ("今天", 0),
    ("今日", 0),
    ("刚刚", 0),
)
_RELATIVE_MAX = 60
_IN_URL = (
    re.compile(r"/t?(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)_"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?=[/_.-]|$)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)-?(?P<month>\d\d)/(?P<day>\d\d)(?=[/_.-]|$)"),
    re.compile(r"/(?P<year>20\d\d)/(?P<month>\d\d)(?P<day>\d\d)(?=/)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=/|\d{8,12}(?!\d)|[_.-]|$)"),
)


class Found(NamedTuple):
    """A day and where it stands in the text, characters [start, end)."""

    day: date
    start: int
    end: int


def parse_date(text: str | None, *, today: date) -> date | None:
    """Read the first believable day in a text; None where there is none up to tomorrow.

    Understands year-first and English dates, Chinese numerals, ``YY-MM-DD``, ``MM-DD`` and
    ``6月20日`` without a year (the latest such day that is not in the future), epoch seconds and
    milliseconds, and relative words ("3小时前", "昨天", "11 hours ago"). A clock time with a
    zone is turned to China's day.
    """
    if not text:
        return None
    wanted = unicodedata.normalize("NFKC", text[:_MAX])
    for found in _full_dates(wanted):
        if _is_believable(found.day, today):
            return found.day
    return _parse_partial(wanted, today)


def find_dates(text: str, *, today: date) -> tuple[Found, ...]:
    """Give every full date (with its year) in a text, in order, none later than tomorrow.

    Positions are those of the text as given, so it is not normalised: full-width digits are not
    seen here.
    """
    return tuple(
        found
        for found in sorted(_full_dates(text), key=lambda item: item.start)
        if _is_believable(found.day, today)
    )


def join_parts(day: str | None, year_month: str | None, *, today: date) -> date | None:
    """Join a date that a page splits over two elements, such as "08" and "2025-08".

    Either part may carry more: "8日", "08-15" with a year alone, or the whole date.
    """
    first, second = (
        unicodedata.normalize("NFKC", part or "").strip() for part in (day, year_month)
    )
    whole = parse_date(second, today=today) if _YEAR_FIRST.search(second) else None
    if whole:
        return whole
    numbers = [int(number) for number in re.findall(r"\d{1,4}", second[:40])]
    tail = [int(number) for number in re.findall(r"\d{1,4}", first[:40])]
    if len(numbers) + len(tail) != 3:
        return parse_date(f"{second} {first}", today=today)
    years = [number for number in (*numbers, *tail) if number > 999]
    rest = [number for number in (*numbers, *tail) if number <= 31]
    if len(years) != 1 or len(rest) != 2:
        return None
    month, number = rest
    found = _make(years[0], month, number)
    return found if found and _is_believable(found, today) else None


def date_in_url(url: str | None) -> date | None:
    """Read the day that CMS families put into addresses; a hint only, and it may be in the future.

    ``/202501/t20250106_1.html`` (TRS), ``/2025-01/06/c_1.htm`` (CAC, Xinhua), ``/art/2025/1/6/``
    (Hanweb), node ids of 17-19 digits that begin with the day (PBC). ccdi.gov.cn has t20250106 for
    a page of 2024-12-30: a printed date is better.
    """
    for pattern in _IN_URL:
        for match in pattern.finditer((url or "")[:2_000]):
            found = _make(int(match["year"]), int(match["month"]), int(match["day"]))
            if found:
                return found
    return None


def _full_dates(text: str) -> Iterator[Found]:
    for pattern, read in (
        (_YEAR_FIRST, _read_year_first),
        (_CHINESE, _read_chinese),
        (_ENGLISH, _read_english),
        (_COMPACT, _read_plain),
    ):
        for match in pattern.finditer(text):
            found = read(match)
            if found:
                yield Found(found, match.start(), match.end())


def _parse_partial(text: str, today: date) -> date | None:
    epoch = _EPOCH.match(text)
    if epoch:
        return _if_believable(datetime.fromtimestamp(int(epoch["seconds"]), _CHINA).date(), today)
    relative = _read_relative(text, today) if len(text) <= _RELATIVE_MAX else None
    if relative:
        return relative
    short = _SHORT_YEAR.match(text)
    if short:
        return _if_believable(_read_plain(short, century=2000), today)
    bare = _NO_YEAR.search(text)
    if bare is None:
        return None
    month, day = int(bare["month"] or bare["month2"]), int(bare["day"] or bare["day2"])
    this_year = _make(today.year, month, day)
    if this_year and _is_believable(this_year, today):
        return this_year
    return _make(today.year - 1, month, day)


def _read_relative(text: str, today: date) -> date | None:
    lowered = text.lower()
    for word, days in _WORDS:
        if word in lowered:
            return today - timedelta(days=days)
    ago = _AGO.search(lowered)
    if ago is None:
        return None
    # Hours and minutes have no clock to count from here: they are told as today.
    days_ago = int(ago["count"]) * _UNIT_DAYS.get(ago["unit"], 0.0)
    return _if_believable(today - timedelta(days=days_ago), today)


def _read_year_first(match: re.Match[str]) -> date | None:
    found = _make(
        int(match["year"]),
        int(match["month"] or match["month2"]),
        int(match["day"] or match["day2"]),
    )
    zone = match["zone"]
    if found is None or zone is None or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        return found
    offset = timedelta(0)
    if zone != "Z":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        offset = timedelta(minutes=minutes if zone[0] == "+" else -minutes)
    moment = datetime(
        found.year, found.month, found.day, int(match["hour"]), int(match["minute"]), tzinfo=UTC
    )
    return (moment - offset).astimezone(_CHINA).date()


def _read_chinese(match: re.Match[str]) -> date | None:
    year = "".join(str(_numeral(char)) for char in match["year"])
    return _make(int(year), _number(match["month"]), _number(match["day"]))


def _read_english(match: re.Match[str]) -> date | None:
    name = (match["name"] or match["name2"]).lower()
    return _make(
        int(match["year"] or match["year2"]), MONTHS[name], int(match["day"] or match["day2"])
    )


def _read_plain(match: re.Match[str], century: int = 0) -> date | None:
    return _make(century + int(match["year"]), int(match["month"]), int(match["day"]))


def _numeral(char: str) -> int:
    return max(0, "〇一二三四五六七八九".find(char))


def _number(text: str) -> int:
    """Read a Chinese number up to 31: 十, 十一, 二十, 三十一, and digit by digit, 二三."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_numeral(tens[-1]) if tens else 1) * 10 + (_numeral(ones[0]) if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + _numeral(char)
    return value


def _make(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_believable(day: date, today: date) -> bool:
    return date(_EARLIEST, 1, 1) <= day <= today + timedelta(days=1)


def _if_believable(day: date | None, today: date) -> date | None:
    return day if day and _is_believable(day, today) else None
