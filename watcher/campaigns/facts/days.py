"""Days and deadlines; relative ones are worked out from the notice's own day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from watcher.campaigns.facts.numbers import NUMBER, read_number
from watcher.campaigns.facts.reckoning import (
    DAY,
    add_period,
    find_month_end,
    find_near,
    make_day,
    read_day,
)
from watcher.campaigns.facts.running import read_running
from watcher.campaigns.facts.signature import Signature
from watcher.campaigns.view import Part, View
from watcher.model.facts import DayFact, Deadline, LengthFact

IN_FORCE = re.compile(rf"{DAY}\s?起?(?:正式)?(?:施行|实施|生效|执行)")
IN_FORCE_NOW = re.compile(r"自(?:发布|公布|印发)之日起(?:正式)?(?:施行|实施|生效|执行)")
IN_FORCE_WORDS = re.compile("施行|实施|生效|执行")
WHAT = r"[^,，。;；\n]{2,30}"
WITHIN = re.compile(
    rf"({NUMBER})\s?(?:个)?(工作日|自然日|月|日|天|周)之?内(?:[,，]?\s?)(?P<what>(?!部){WHAT})"
)
BEFORE = re.compile(
    rf"{DAY}\s?(?:[(（][^)）\n]{{1,4}}[)）])?(?:\d{{1,2}}[时:：]\d{{0,2}}分?)?\s?(?:之?前|以前)[,，]?\s?"
    rf"(?P<what>(?!的){WHAT})"
)
DUE = re.compile(rf"(?P<what>[^,，。;；\n]{{2,20}}?)的?截止(?:时间|日期)?(?:为|是|[:：])?\s?{DAY}")
BEFORE_MONTH_END = re.compile(
    rf"(?:(20\d\d)年)?(\d{{1,2}})月(?:底|末)之?(?:以)?前[,，]?\s?(?P<what>(?!的){WHAT})"
)
BEFORE_YEAR_END = re.compile(
    rf"(?:(20\d\d)年|今年|本年|(?<![一-龥])年)年?(?:底|末)之?(?:以)?前[,，]?\s?(?P<what>(?!的){WHAT})"
)
AFTER_SOMETHING = re.compile(r"[^起](?<!之)后\s?$")
COUNTED_FROM = re.compile(r"[自从]([^,，。;；\n]{2,24}?)之日起的?[,，]?\s?$")
OWN_DAY = re.compile(r"[^收接]{0,12}(?:发布|公布|印发|下发|通报|通告|公告|公示)")
"""What makes a period count from something else than the notice: 开学后两周内, 自收到之日起."""


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


def read_days(view: View, published_on: date | None, signature: Signature | None) -> Days:
    """Read all days; relative ones count from the day signed, else published."""
    body = view.body
    signed = _read_signed(view, signature)
    day = published_on or view.document.published_on
    published = DayFact(day=day, how="page") if day else None
    base = signed.day if signed else day
    starts, ends, length = read_running(view, base)
    return Days(
        signed=signed,
        published=published,
        in_force=_read_in_force(body, base),
        starts=starts,
        ends=ends,
        length=length,
        deadlines=tuple(_read_deadlines(body, base)),
    )


def _read_signed(view: View, signature: Signature | None) -> DayFact | None:
    if view.document.signed_on is not None:
        return DayFact(day=view.document.signed_on, how="page")
    if signature is None:
        return None
    return DayFact(day=signature.day, how="said", span=view.body.span(*signature.place))


def _read_in_force(part: Part, base: date | None) -> DayFact | None:
    if IN_FORCE_WORDS.search(part.text) is None:
        return None
    found = next(find_near(IN_FORCE, part.text, "月"), None)
    if found is not None:
        return read_day(part, found, base)
    now = IN_FORCE_NOW.search(part.text)
    if now is None or base is None:
        return None
    return DayFact(day=base, how=now.group()[1:6], span=part.span(*now.span()))


def _read_deadlines(part: Part, base: date | None) -> Iterator[Deadline]:
    text = part.text
    for found in find_near(WITHIN, text, "内"):
        due = add_period(base, read_number(found.group(1)), found.group(2))
        if _counts_from_another_day(text, found.start()):
            due = None
        yield _deadline(part, found, due, f"{found.group(1)}{found.group(2)}内")
    for found in find_near(BEFORE, text, "月"):
        due = make_day(found.group(1), found.group(2), found.group(3), base)
        yield _deadline(part, found, due, "said")
    for found in DUE.finditer(text) if "截止" in text else ():
        due = make_day(found.group(2), found.group(3), found.group(4), base)
        yield _deadline(part, found, due, "said")
    has_month_end = "月底" in text or "月末" in text
    for found in find_near(BEFORE_MONTH_END, text, "月") if has_month_end else ():
        due = find_month_end(found.group(1), found.group(2), base)
        yield _deadline(part, found, due, "month end")
    for found in BEFORE_YEAR_END.finditer(text) if "年底" in text or "年末" in text else ():
        year = found.group(1) or (base.year if base else None)
        due = date(int(year), 12, 31) if year else None
        yield _deadline(part, found, due, "month end")


def _counts_from_another_day(text: str, end: int) -> bool:
    """Whether what stands before a period names a day that the notice does not give."""
    if AFTER_SOMETHING.search(text, max(0, end - 4), end):
        return True
    named = COUNTED_FROM.search(text, max(0, end - 32), end)
    return named is not None and OWN_DAY.fullmatch(named[1]) is None


def _deadline(part: Part, found: re.Match[str], due: date | None, how: str) -> Deadline:
    what = part.show(found.start("what"), found.end("what")).strip()
    return Deadline(due_on=due, text=what, how=how, span=part.span(found.start(), found.end()))
