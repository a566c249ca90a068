"""When a campaign begins, how long it runs and when it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from watcher.campaigns.facts.numbers import NUMBER, read_number
from watcher.campaigns.facts.reckoning import (
    DAY,
    DAYS_OF,
    MONTHS,
    NUMERALS,
    add_months,
    find_month_end,
    find_near,
    make_day,
    read_day,
)
from watcher.campaigns.view import Part, View
from watcher.model.facts import DayFact, LengthFact

# 9月22日至10月12日,平台累计下架: the time of what was counted.
NO_COUNT = r"(?![,，]?[^,，。]{0,6}(?:累计|共(?!同)))"
START_DAY = re.compile(
    rf"(?:自|从|于)\s?{DAY}\s?(?:起|至|开始|到)(?!(?:正式)?(?:施行|实施|生效|执行))"
    rf"|(?<![至到]){DAY}\s?(?:起)?(?:[^。\n]{{0,6}}(?:开展|启动)(?:为期|专项|“|清朗)"
    r"|[^。\n月]{0,30}(?:开展|启动)为期)"
    rf"|{DAY}\s?(?:至|-|—|到)\s?(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日{NO_COUNT}"
)
START_FIRSTS = NUMERALS | frozenset("自从于时")
# 自印发之日起30日内 is a deadline, 自发布之日起施行 a rule coming into force.
START_NOW = re.compile(
    r"(?:自|从)?即日起|自(?:本)?(?:通知|方案|公告|通告)?(?:印发|发布|下发|公布)之日起"
    rf"(?![^,，。;；\n]{{0,4}}(?:施行|实施|生效|执行)|\s?{NUMBER}\s?个?(?:工作日|日|天|月)之?内)"
)
START_MONTH = re.compile(r"(?:自|从|于)(?:(20\d\d)年)?(\d{1,2})月份?(?:启动|开展|起|开始|部署)")
# 自3月至11月, 时间为5月至11月; 1月至10月受理举报 counts something and is no campaign's time.
MONTHS_RUN = re.compile(
    r"(?:自|从|于|时间为?[:：]?|时限为?[:：]?)\s?(?:(20\d\d)年)?(\d{1,2})月份?\s?(?:至|到|-|—|~)\s?"
    r"(?:(20\d\d)年)?(\d{1,2})月(?:份|底|末)?(?!\d)"
    r"|(?:(20\d\d)年)?(\d{1,2})月份?\s?(?:至|到|-|—|~)\s?(?:(20\d\d)年)?(\d{1,2})月(?:份|底|末)?"
    r"[,，]?(?:在[^,，。]{2,12})?(?:集中|组织|部署)?(?:开展|启动|实施)"
)
END_DAY = re.compile(rf"(?:起|日|即日起|开始)?\s?(?:(?<!截)至|到|-|—)\s?{DAY}(?!\s?前){NO_COUNT}")
END_FIRSTS = frozenset("起日即开至到-— \t\n")
END_MONTH = re.compile(r"(?:至(?<!截至)|到)(?:(20\d\d)年)?(\d{1,2})月(?:底|末|下旬)")
END_YEAR = re.compile(r"(?:至(?<!截至)|到)(?:(20\d\d)年|今年|本年|当年|年)年?底")
LENGTH = re.compile(
    rf"(?:为期|历时|持续|时间为?|开展|时限为?|用|利用)\s?(半|{NUMBER})\s?(?:个)?(半年|月|天|日|周|年)"
    r"(?!\s?(?:份|至|到|-|—|底|末|初|起|上旬|中旬|下旬|\d))"
    rf"|(?<!期)({NUMBER})\s?个(月)(?=时间|的?(?:集中|专项|整治|清理|治理|打击))"
)
MOST_OF = {"年": 5, "半年": 1, "月": 36, "周": 60, "天": 800, "日": 800}
LEAD = 400
TIME_HEADING = re.compile(r"(?:时间安排|行动时间|整治时间|实施时间|工作安排|时间步骤|工作步骤)")
UNDER_HEADING = 240

Zone = tuple[Part, int, str]


def read_running(
    view: View, base: date | None
) -> tuple[DayFact | None, DayFact | None, LengthFact | None]:
    """Give start, end and length, each None where the notice does not say it."""
    zones = list(_find_zones(view))
    length = next((found for zone in zones if (found := _read_length(*zone))), None)
    starts = next((day for zone in zones if (day := _read_start(*zone, base))), None)
    return starts, _read_end(zones, base, starts, length), length


def _find_zones(view: View) -> Iterator[Zone]:
    """Give what speaks of a campaign's time: title, lead, and what a heading of time leads in."""
    for part in (view.title, view.body):
        yield part, 0, part.text[: max(part.lead_end, LEAD)]
    heading = TIME_HEADING.search(view.body.text, max(view.body.lead_end, LEAD))
    if heading is not None:
        start = heading.end()
        yield view.body, start, view.body.text[start : start + UNDER_HEADING]


def _read_start(part: Part, offset: int, text: str, base: date | None) -> DayFact | None:
    found = next(find_near(START_DAY, text, "月", START_FIRSTS), None)
    now = START_NOW.search(text)
    fact = read_day(part, found, base, offset=offset) if found else None
    is_first = found is not None and (now is None or found.start() < now.start())
    if fact is not None and is_first:
        return fact
    if now is not None and base is not None:
        span = part.span(offset + now.start(), offset + now.end())
        return DayFact(day=base, how=now.group().removeprefix("自").removeprefix("从"), span=span)
    return _read_start_month(part, offset, text, base) or fact


def _read_start_month(part: Part, offset: int, text: str, base: date | None) -> DayFact | None:
    for found in (START_MONTH.search(text), _find_months(text)):
        if found is None:
            continue
        groups = found.groups()
        year, month = groups[:2] if groups[1] else groups[4:6]
        day = make_day(year, month, "1", base)
        if day is not None:
            span = part.span(offset + found.start(), offset + found.end())
            return DayFact(day=day, how="month only", span=span, is_exact=False)
    return None


def _find_months(text: str) -> re.Match[str] | None:
    return next(find_near(MONTHS_RUN, text, "月", START_FIRSTS), None)


def _read_length(part: Part, offset: int, text: str) -> LengthFact | None:
    for found in LENGTH.finditer(text):
        number, unit = (one for one in found.groups() if one)
        count = read_number(number)
        span = part.span(offset + found.start(), offset + found.end())
        if unit == "半年" or (number == "半" and unit == "年"):
            return LengthFact(months=6, span=span)
        if count > MOST_OF[unit]:
            continue  # 开展2024年“清朗”系列专项行动: a year, not a length
        if count and unit in {"月", "年"}:
            return LengthFact(months=count * (MONTHS if unit == "年" else 1), span=span)
        if count:
            return LengthFact(days=count * DAYS_OF[unit], span=span)
    return None


def _read_end(
    zones: list[Zone], base: date | None, starts: DayFact | None, length: LengthFact | None
) -> DayFact | None:
    for zone in zones:
        fact = _read_said_end(*zone, base, starts)
        if fact is not None:
            return fact
    if starts is None or length is None:
        return None
    end = add_months(starts.day, length.months) + timedelta(days=length.days - 1)
    return DayFact(day=end, how="start and length", span=length.span, is_exact=starts.is_exact)


def _read_said_end(
    part: Part, offset: int, text: str, base: date | None, starts: DayFact | None
) -> DayFact | None:
    after = starts.day if starts else base
    found = next(find_near(END_DAY, text, "月", END_FIRSTS), None)
    fact = read_day(part, found, after, offset=offset) if found else None
    if fact is not None and (starts is None or fact.day > starts.day):
        return fact
    by_year = END_YEAR.search(text) if starts is not None else None
    for month in (END_MONTH.search(text), _find_months(text), by_year):
        last = _read_last_day(month, after) if month else None
        if month is not None and last is not None and (starts is None or last > starts.day):
            span = part.span(offset + month.start(), offset + month.end())
            return DayFact(day=last, how="month end", span=span)
    return None


def _read_last_day(found: re.Match[str], after: date | None) -> date | None:
    groups = found.groups()
    if found.re is END_YEAR:
        year = groups[0] or (after.year if after else None)
        return date(int(year), 12, 31) if year else None
    if found.re is END_MONTH:
        return find_month_end(groups[0], groups[1], after)
    year, month = groups[2:4] if groups[3] else groups[6:8]
    return find_month_end(year, month, after)
