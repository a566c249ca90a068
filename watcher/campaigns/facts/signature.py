"""The foot of a notice: the bodies that sign it and the day, also where annexes follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher.campaigns.facts.numbers import read_number
from watcher.campaigns.years import spell_years

HAN = "〇○零一二三四五六七八九十"
DAY = (
    rf"(?P<year>20\d\d|二[〇○零][{HAN}]{{2}})\s?年\s?(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})\s?月"
    rf"\s?(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})\s?日"
)
AT_END = re.compile(rf"{DAY}[\s)）]*$")
ON_A_LINE = re.compile(rf"\n[ \t]*[(（]?{DAY}[)）]?[ \t]*(?=\n)")
TAIL = 120
MOST_LINES = 15
NAME_END = re.compile(
    r"(?:办公室|办公厅|秘书局|局|部|委|办|署|厅|法院|检察院|会|中心|银行|司|公司|管理员|总队|妇联|中央)$"
)
NAME = re.compile(r"[一-龥“”·()]{3,240}")
# Words of sentences, and of lines about those who wrote and edited.
NO_NAME = re.compile(r"[的了是将]|记者|编辑|作者|责编|来源|附件")
PIECE = re.compile(r"[^\s、]+")
SENTENCE_ENDS = "。;；!！,，"
"""No colon: what stands behind one is told by the words before it, as in 责任编辑：…"""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signature:
    """The day at the foot with its place, and the places of the names above or before it."""

    day: date
    place: Place
    names: tuple[Place, ...]


def find_signature(text: str) -> Signature | None:
    """Find the day that ends a text, else the first one that stands alone under bodies."""
    text = text.rstrip()
    found = AT_END.search(text, max(0, len(text) - TAIL))
    day = _read_day(found) if found else None
    if found is not None and day is not None:
        return Signature(day, found.span(), _find_names(text, found.start()))
    for found in ON_A_LINE.finditer(text):
        day, names = _read_day(found), _find_names(text, found.start() + 1)
        if day is not None and names:
            return Signature(day, (found.start("year"), found.end()), names)
    return None


def _read_day(found: re.Match[str]) -> date | None:
    year = spell_years(f"{found['year']}年")[:4]
    month, day = (read_number(found[key]) for key in ("month", "day"))
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _find_names(text: str, end: int) -> tuple[Place, ...]:
    """Give the names that stand right above or before ``end``, the first one first."""
    names: list[Place] = []
    end = len(text[:end].rstrip(" \t(（"))
    for _ in range(MOST_LINES):
        line = text.rfind("\n", 0, end) + 1
        start = max(line, *(text.rfind(mark, line, end) + 1 for mark in SENTENCE_ENDS))
        pieces = [found.span() for found in PIECE.finditer(text, start, end)]
        if len(pieces) > 1 and all(last - first == 1 for first, last in pieces):
            pieces = [(pieces[0][0], pieces[-1][1])]  # 公 安 部, spread over the line
        for first, last in reversed(pieces):
            if not _is_name("".join(text[first:last].split())):
                return tuple(names)
            names.insert(0, (first, last))
        if start > line or line == 0:
            break
        end = line - 1
    return tuple(names)


def _is_name(text: str) -> bool:
    return bool(NAME.fullmatch(text) and NAME_END.search(text)) and not NO_NAME.search(text)
