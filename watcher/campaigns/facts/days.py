"""Days, lengths and deadlines; relative ones are worked out from the notice's own day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.campaigns.facts.numbers import NUMBER, read_number
from watcher.campaigns.view import Part, View
from watcher.model.facts import DayFact, Deadline, LengthFact

DAY = r"(?:(20\d\d)\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
SIGNED = re.compile(r"(20\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日[\s)）]*$")
TAIL = 120
IN_FORCE = re.compile(rf"{DAY}\s?起?(?:正式)?(?:施行|实施|生效|执行)")
IN_FORCE_WORDS = re.compile("施行|实施|生效|执行")
IN_FORCE_WORD = r"(?:正式)?(?:施行|实施|生效|执行)"
START_DAY = re.compile(
    rf"(?:自|从|于)\s?{DAY}\s?(?:起|至|开始|到)(?!{IN_FORCE_WORD})"
    rf"|(?<![至到]){DAY}\s?(?:起)?[^。\n]{{0,6}}(?:开展|启动)(?:为期|专项|“|清朗)"
    rf"|{DAY}\s?(?:至|-|—|到)\s?(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日"
)
START_NOW = re.compile(r"(?:自|从)?即日起")
START_MONTH = re.compile(r"自(20\d\d)年(\d{1,2})月(?:份)?(?:启动|开展|起)")
END_DAY = re.compile(
    rf"(?:起|日|即日起|开始)?\s?(?:(?<!截)至|到|-|—)\s?{DAY}(?!\s?(?:前|,?(?:累计|共)))"
)
LENGTH = re.compile(
    rf"(?:为期|历时|持续|时间为?|开展)\s?(半|{NUMBER})\s?(?:个)?(半年|月|天|日|周|年)"
)
WHAT = r"[^,，。;；\n]{2,30}"
WITHIN = re.compile(
    rf"({NUMBER})\s?(?:个)?(工作日|自然日|月|日|天|周)之?内(?:[,，]?\s?)(?P<what>(?!部){WHAT})"
)
BEFORE = re.compile(
    rf"{DAY}\s?(?:\d{{1,2}}[时:：]\d{{0,2}}分?)?\s?(?:之?前|以前)[,，]?\s?(?P<what>(?!的){WHAT})"
)
DUE = re.compile(rf"(?P<what>[^,，。;；\n]{{2,20}}?)的?截止(?:时间|日期)?(?:为|是|[:：])?\s?{DAY}")
MONTH_END = re.compile(r"(?:(?<!截)至|到)(?:(20\d\d)年)?(\d{1,2})月(?:底|末)")
BEFORE_MONTH_END = re.compile(
    rf"(?:(20\d\d)年)?(\d{{1,2}})月(?:底|末)之?(?:以)?前[,，]?\s?(?P<what>(?!的){WHAT})"
)
AFTER_SOMETHING = re.compile(r"[^起](?<!之)后\s?$")
"""What makes a period count from something other than the notice: 开学后两周内."""
MOST_OF = {"年": 5, "半年": 1, "月": 36, "周": 60, "天": 800, "日": 800}
NUMERALS = frozenset("0123456789一二两三四五六七八九十")
START_FIRSTS = NUMERALS | frozenset("自从于")
END_FIRSTS = frozenset("起日即开至到-— \t\n")
REACH = 17
"""The most that stands from a pattern's beginning to its 月 or 内: 即日起 至 2026 年 10 月."""
DAYS_OF = {"天": 1, "日": 1, "自然日": 1, "周": 7}


@dataclass(frozen=True, slots=True)
class Days:
    """All that a notice says about time."""

    signed: DayFact | None
    published: DayFact | None
    in_force: DayFact | None
    starts: DayFact | None
    ends: DayFact | None
    length: LengthFact | None
    deadlines: tuple[Deadline, ...]


def read_days(view: View, published_on: date | None) -> Days:
    """Read all days; relative ones count from the day signed, else published."""
    body = view.body
    signed = _read_signed(view)
    day = published_on or view.document.published_on
    published = DayFact(day=day, how="page") if day else None
    base = signed.day if signed else day
    length = _read_length(view)
    starts = _read_start(view, base)
    return Days(
        signed=signed,
        published=published,
        in_force=_find_day(body, IN_FORCE, base) if IN_FORCE_WORDS.search(body.text) else None,
        starts=starts,
        ends=_read_end(view, base, starts, length),
        length=length,
        deadlines=tuple(_read_deadlines(body, base)),
    )


def _read_signed(view: View) -> DayFact | None:
    if view.document.signed_on is not None:
        return DayFact(day=view.document.signed_on, how="page")
    text = view.body.text.rstrip()
    offset = max(0, len(text) - TAIL)
    found = SIGNED.search(text, offset)
    day = _make(found.group(1), found.group(2), found.group(3), None) if found else None
    if found is None or day is None:
        return None
    return DayFact(day=day, how="said", span=view.body.span(found.start(), found.end()))


def _make(year: str | None, month: str, day: str, base: date | None) -> date | None:
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


def _find_day(part: Part, pattern: re.Pattern[str], base: date | None) -> DayFact | None:
    found = next(_find_near(pattern, part.text, "月"), None)
    if found is None:
        return None
    return _from_match(part, found, base)


def _from_match(part: Part, found: re.Match[str], base: date | None) -> DayFact | None:
    groups = found.groups()
    for index in range(0, len(groups) - 2, 3):
        year, month, day = groups[index : index + 3]
        if month and day:
            made = _make(year, month, day, base)
            if made is not None:
                return DayFact(day=made, how="said", span=part.span(found.start(), found.end()))
    return None


def _read_start(view: View, base: date | None) -> DayFact | None:
    for part in (view.title, view.body):
        lead = part.text[: max(part.lead_end, 400)]
        found = next(_find_near(START_DAY, lead, "月", START_FIRSTS), None)
        now = START_NOW.search(lead)
        fact = _from_match(part, found, base) if found else None
        is_first = found is not None and (now is None or found.start() < now.start())
        if fact is not None and is_first:
            return fact
        if now is not None and base is not None:
            return DayFact(day=base, how="即日起", span=part.span(now.start(), now.end()))
        month = START_MONTH.search(lead)
        if month is not None and 1 <= int(month.group(2)) <= 12:
            return DayFact(
                day=date(int(month.group(1)), int(month.group(2)), 1),
                how="month only",
                span=part.span(month.start(), month.end()),
                is_exact=False,
            )
        if fact is not None:
            return fact
    return None


def _read_length(view: View) -> LengthFact | None:
    for part in (view.title, view.body):
        found = LENGTH.search(part.text[: max(part.lead_end, 400)])
        if found is None:
            continue
        count, unit = read_number(found.group(1)), found.group(2)
        span = part.span(found.start(), found.end())
        if unit == "半年" or (found.group(1) == "半" and unit == "年"):
            return LengthFact(months=6, span=span)
        if count > MOST_OF[unit]:
            continue  # 开展2024年“清朗”系列专项行动: a year, not a length
        if count and unit in {"月", "年"}:
            return LengthFact(months=count * (12 if unit == "年" else 1), span=span)
        if count:
            return LengthFact(days=count * DAYS_OF[unit], span=span)
    return None


def _read_end(
    view: View, base: date | None, starts: DayFact | None, length: LengthFact | None
) -> DayFact | None:
    for part in (view.title, view.body):
        lead = part.text[: max(part.lead_end, 400)]
        found = next(_find_near(END_DAY, lead, "月", END_FIRSTS), None)
        fact = _from_match(part, found, starts.day if starts else base) if found else None
        if fact is not None and (starts is None or fact.day > starts.day):
            return fact
        month = MONTH_END.search(lead)
        last = _month_end(month.group(1), month.group(2), base) if month else None
        if month is not None and last is not None:
            return DayFact(day=last, how="month end", span=part.span(*month.span()))
    if starts is None or length is None or not starts.is_exact:
        return None
    end = add_months(starts.day, length.months) + timedelta(days=length.days - 1)
    return DayFact(day=end, how="start and length", span=length.span)


def _month_end(year: str | None, month: str, base: date | None) -> date | None:
    """Return the last day of a month; without a year the first such month not before ``base``."""
    number = int(month)
    if not 1 <= number <= 12 or (year is None and base is None):
        return None
    made = int(year) if year else (base.year + (number < base.month) if base else 0)
    return date(made, number, monthrange(made, number)[1])


def add_months(day: date, months: int) -> date:
    """Add months; the 31st becomes the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _read_deadlines(part: Part, base: date | None) -> Iterator[Deadline]:
    text = part.text
    for found in _find_near(WITHIN, text, "内"):
        due = _add(base, read_number(found.group(1)), found.group(2))
        if AFTER_SOMETHING.search(part.text, max(0, found.start() - 4), found.start()):
            due = None
        yield _deadline(part, found, due, f"{found.group(1)}{found.group(2)}内")
    for found in _find_near(BEFORE, text, "月"):
        due = _make(found.group(1), found.group(2), found.group(3), base)
        yield _deadline(part, found, due, "said")
    for found in DUE.finditer(text) if "截止" in text else ():
        due = _make(found.group(2), found.group(3), found.group(4), base)
        yield _deadline(part, found, due, "said")
    has_month_end = "月底" in text or "月末" in text
    for found in _find_near(BEFORE_MONTH_END, text, "月") if has_month_end else ():
        due = _month_end(found.group(1), found.group(2), base)
        yield _deadline(part, found, due, "month end")


def _find_near(
    pattern: re.Pattern[str], text: str, mark: str, firsts: frozenset[str] = NUMERALS
) -> Iterator[re.Match[str]]:
    """Give what ``finditer`` gives for a pattern that begins close before ``mark``.

    ``firsts`` are the characters it can begin with. Looking from the marks only takes a fifth of
    the time.
    """
    last, at = 0, text.find(mark)
    while at >= 0:
        for start in range(max(last, at - REACH), at):
            if text[start] in firsts and (found := pattern.match(text, start)) is not None:
                last = found.end()
                yield found
                break
        at = text.find(mark, max(at + 1, last))


def _deadline(part: Part, found: re.Match[str], due: date | None, how: str) -> Deadline:
    what = part.show(found.start("what"), found.end("what")).strip()
    return Deadline(due_on=due, text=what, how=how, span=part.span(found.start(), found.end()))


def _add(base: date | None, count: int, unit: str) -> date | None:
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
