"""The words of a notice that bind: amounts, dates, deadlines, modal words and names.

The lists are of the Chinese and English of regulations in general and recall comes first: they are
asked only about text that changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from watcher.diff.tokens import NUMERALS, Tokens

AMOUNT = "amount"
"""The family of deadlines, dates and numbers: one stretch of text is one of them only."""
MODAL = "modal"
NAME = "name"
LONGEST_UNIT = 40
AROUND = 64
"""Units read on each side of an edit: longer than any term."""


@dataclass(frozen=True, slots=True)
class Term:
    """Units [start, end) are a term of a kind; terms of one family do not overlap."""

    family: str
    kind: str
    start: int
    end: int


# Every repeat is bounded: a page of digits must not make a search quadratic.
_DIGITS = r"\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9}){0,4}"
_COUNT = rf"(?:{_DIGITS}|[{NUMERALS}]{{1,12}}(?:点[{NUMERALS}]{{1,6}})?)"
_SCALED = rf"{_COUNT}\s?[万亿千百]{{0,3}}"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4}|[今明本当次去后])年(?!度?以[上下])"
_MOON = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,3}}|[本次下上当])月"
_DAY = rf"(?:(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})[日号]|[上中下]旬|[底末初])"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}时(?:\d{1,2}分)?"
_DATE = (
    rf"(?:{_YEAR}(?:{_MOON}{_DAY}?|[底末初]|第?[一二三四1-4]季度|[上下]半年)?|{_MOON}{_DAY}?"
    rf"|{_DAY}(?<=[日号])|[年月季]底|季末|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s?\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?|{_MONTH},?\s\d{{4}})"
    rf"(?:\s?(?:{_CLOCK}))?"
)
_PERIOD = (
    rf"(?:(?:{_SCALED}|半)[多余]?个?(?:半)?"
    r"(?:工作日|交易日|自然日|月|星期|周(?!岁)|天|日|年|小时|分钟|秒|季度|学期)"
    r"|(?:\d{{1,9}}(?:\.\d{{1,3}})?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety)"
    r"[\s-]?(?:working\s|business\s|calendar\s|trading\s)?"
    r"(?:day|week|month|year|hour|minute)s?\b)"
)
_LIMIT_BEFORE = (
    r"(?:截至|截止(?:到|至|日期为?|时间为?)?|不得?(?:超过|晚于|迟于|早于|少于)|为期|期限为?|最迟于?"
    r"|至迟于?|最晚于?|至多|限期"
    r"|\b(?:by|before|until|till|within|no\slater\sthan|not\slater\sthan|not\sexceeding"
    r"|for\sa\speriod\sof|deadline\sof|due\son|after)\s)"
)
_LIMIT_AFTER = r"(?:以?[内前后]|之[内前后]|为?止|届满|为限|的期限)"
_LIMIT_WORD = r"即日起|立即|即刻|当[日天]内|逾期|限期|按期|如期|\bimmediately\b|\bforthwith\b"
_NUMBER = (
    rf"第{_SCALED}[编章节条款项次批期号名届轮位阶][段]?|百分之{_COUNT}"
    rf"|{_DIGITS}\s?(?:万亿|[万亿千百]{{1,3}}|million\b|billion\b|thousand\b)?"
    r"[多余]?(?:%|‰|percent\b|周?岁|[元款条个家起人件次例处名批部项份张台倍篇组类种场只户款])?"
    rf"|[{NUMERALS}]{{1,12}}[多余]?(?:%|周?岁|[元款条个家起人件次例处名批部项份张台倍篇组类种场只户])"
    r"|[一二三四五六七八九两]?[十百千万亿][一二三四五六七八九十百千万亿零]{1,12}"
)
_AMOUNT = re.compile(
    rf"(?P<deadline>{_LIMIT_BEFORE}(?:{_DATE}|{_PERIOD}){_LIMIT_AFTER}?"
    rf"|(?:{_DATE}|{_PERIOD}){_LIMIT_AFTER}|{_LIMIT_WORD})"
    rf"|(?P<date>{_DATE})|(?P<period>{_PERIOD})|(?P<number>{_CLOCK}|{_NUMBER})",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"不?应[当该]|不得不|不得|不[准许能必宜可]以?|不可以|可以|必须|务必|[无勿毋]须|[无毋]需|切勿|严禁|禁止"
    r"|不予|允许|准许|有权|一律|原则上|鼓励|倡导|建议|不?需要|须(?!知)|应(?![用急对答邀届聘酬激运景验声战变诉援力])"
    r"(?<![响适反相对供回效感呼顺照]应)|可(?=[在向按由对依])"
    r"|\b(?:shall|must|may|should|can|need|ought|will|cannot)(?:\snot)?\b(?!\s\d)"
    r"|\b(?:is|are|be)\s(?:not\s)?(?:prohibited|forbidden|required|allowed|permitted)\b"
    r"|\b(?:prohibit|forbid|require|allow|permit|encourage|recommend)(?:s|ed)?\b",
    re.IGNORECASE,
)
_BODY = r"[^\W\d_a-zA-Z的和与及在对由向将被把等为]"
_NAME = re.compile(
    r'"[^"\n]{1,40}"|《[^《》]{1,60}》'
    rf"|{_BODY}{{2,14}}(?:公司|集团|办公室|委员会|管理局|总局|网信办|厅|(?<![格布结当僵残])局|协会|法院|检察院|银行)"
    r"|(?<![a-z0-9.@-])(?:https?://)?(?:[a-z0-9.+-]{1,64}@)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}"
    r"\.[a-z]{2,24}(?![a-z0-9-])"
    r"(?:/[^\s\"]{0,200})?",
    re.IGNORECASE,
)

_PATTERNS = ((AMOUNT, _AMOUNT), (MODAL, _MODAL), (NAME, _NAME))


def find_terms(tokens: Tokens, spans: Iterable[tuple[int, int]]) -> dict[str, list[Term]]:
    """Return the terms at and near spans of units, by family and in order.

    ``spans`` are in order. Only their surroundings are read: a clause may be very long and its
    edits few.
    """
    terms: dict[str, list[Term]] = {AMOUNT: [], MODAL: [], NAME: []}
    for first, last in _windows(spans, len(tokens)):
        plain, places = _plain(tokens, first, last)
        for family, pattern in _PATTERNS:
            for found in pattern.finditer(plain):
                start = bisect_left(places, found.start() + 1) - 1
                end = bisect_left(places, found.end())
                if end > start:
                    kind = _kind(family, found)
                    terms[family].append(Term(family, kind, first + start, first + end))
    return terms


def _windows(spans: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Return the spans with their surroundings, joined where they meet."""
    windows: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = max(0, start - AROUND), min(size, end + AROUND)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
        elif last > first:
            windows.append((first, last))
    return windows


def _kind(family: str, found: re.Match[str]) -> str:
    if family != AMOUNT:
        return family
    # A span of time is a time limit to whoever has to keep it.
    return "deadline" if found.lastgroup == "period" else str(found.lastgroup)


def _plain(tokens: Tokens, first: int, last: int) -> tuple[str, list[int]]:
    """Return keys [first, last) as one string, and where each begins; words keep one space."""
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for index in range(first, last):
        key = tokens.keys[index]
        if (
            index > first
            and tokens.starts[index] > tokens.ends[index - 1]
            and (key[0].isascii() or tokens.keys[index - 1][-1].isascii())
            and (_is_word(key[0]) and _is_word(tokens.keys[index - 1][-1]))
        ):
            parts.append(" ")
            length += 1
        if len(key) > LONGEST_UNIT:
            key = "■"  # no term has a unit that long, and searching it is slow
        places.append(length)
        parts.append(key)
        length += len(key)
    return "".join(parts), places


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
