"""Numbers and dates of folded text, each as one comparable token.

A changed figure is what tells next year's notice from this one's copy, and the same figure is
printed in many ways (5430万, 54,300,000, 二〇二五年七月, 2025-07). So every number becomes one code
point of a private plane that depends on its value alone: alignment then sees a changed figure as
one replaced character, and the same figure in another dress as the same character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zlib import crc32

from watcher.text.han_numbers import read_han_number

FIGURE_PLANE = 0xF0000
DATE_PLANE = 0x100000
PLANE_SIZE = 0xFFFD
ORDINAL_FROM = DATE_PLANE + 0x6000
ORDINAL_SIZE = 0x9000
"""Planes 15 and 16 are private use: no page's own text reaches them after folding."""

MULTIPLIERS = {"千": 1_000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}

_HAN_SMALL = r"[一二三四五六七八九十]{1,3}"
_HAN_DIGIT = "[一二三四五六七八九〇○零]"
_HAN_YEAR = re.compile(rf"年(?:(?<={_HAN_DIGIT}{{4}}年)|(?<={_HAN_DIGIT}{{4}}\s年))")
"""Begins with a plain character, which is searched for many times faster than a class of them."""
_HAN_DATE = re.compile(
    rf"(?P<y>{_HAN_DIGIT}{{4}})\s?年"
    rf"(?:\s?(?P<m>{_HAN_SMALL})\s?月(?:\s?(?P<d>{_HAN_SMALL})\s?日)?)?"
)
_ORDINAL = re.compile(
    r"第\s?(?P<n>[一二三四五六七八九十百零]{1,6}|\d{1,4})\s?"
    r"(?P<c>条|章|节|批|期|号|届|次|季度|阶段|轮|部分)"
)
_PRINTED = re.compile(
    r"""
      (?P<y>(?:19|20)\d\d)(?:
            \s?年(?:度|\s?(?P<m>\d{1,2})\s?月(?:份|\s?(?P<d>\d{1,2})\s?[日号])?)?
          | (?P<sep>[-/.])(?P<im>\d{1,2})(?P=sep)(?P<id>\d{1,2})(?!\d))
    | (?P<om>\d{1,2})\s?月(?:份|\s?(?P<od>\d{1,2})\s?[日号])?
    | (?P<ordinal>\d{1,2}(?=[.、)](?!\d)))
    | (?P<n>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)
      (?:[余多]?\s?(?P<u>万亿|[亿万千]))?[余多]?
    """,
    re.VERBOSE | re.ASCII,
)


def figure_code(value: str) -> int:
    """Return the code point of a plain figure in its normal form ("54300000", "12.5")."""
    return FIGURE_PLANE + crc32(value.encode()) % PLANE_SIZE


def date_code(part: str, value: int) -> int:
    """Return the code point of one part ("y", "m" or "d") of a date."""
    return DATE_PLANE + {"y": 0, "m": 0x4000, "d": 0x5000}[part] + value


def ordinal_code(number: int, counter: str) -> int:
    """Return the code point of an ordinal: 第十二条, 第二批, 第3季度."""
    return ORDINAL_FROM + crc32(f"{number}{counter}".encode()) % ORDINAL_SIZE


def is_ordinal(code: int) -> bool:
    """Return whether a code point stands for an ordinal."""
    return ORDINAL_FROM <= code < ORDINAL_FROM + ORDINAL_SIZE


def year_of(code: int) -> int | None:
    """Return the year that a code point stands for, None for every other code point."""
    value = code - DATE_PLANE
    return value if 1900 <= value < 2100 else None


@lru_cache(maxsize=8192)
def normal_figure(digits: str, unit: str) -> str:
    """Return the value of a printed figure as plain decimal text: ("1.2", "万") -> "12000"."""
    try:
        value = Decimal(digits.replace(",", "")) * MULTIPLIERS.get(unit, 1)
    except InvalidOperation:  # \d also matches digits of other scripts that NFKC keeps apart
        return digits
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"


@lru_cache(maxsize=8192)
def _figure_code(digits: str, unit: str) -> int:
    return figure_code(normal_figure(digits, unit))


def _date_codes(year: int | None, month: int | None, day: int | None) -> tuple[int, ...]:
    parts = (("y", year), ("m", month), ("d", day))
    return tuple(date_code(part, value) for part, value in parts if value is not None)


def _printed_codes(found: re.Match[str]) -> tuple[int, ...]:
    digits, year, month = found["n"], found["y"], found["om"]
    if digits:
        return (_figure_code(digits, found["u"] or ""),)
    if year:
        month, day = found["m"] or found["im"], found["d"] or found["id"]
        return _date_codes(int(year), int(month) if month else None, int(day) if day else None)
    if month:
        return _date_codes(None, int(month), int(found["od"]) if found["od"] else None)
    return ()


def _han_codes(found: re.Match[str]) -> tuple[int, ...]:
    year = read_han_number(found["y"])
    month = read_han_number(found["m"]) if found["m"] else None
    return _date_codes(year, month, read_han_number(found["d"]) if found["d"] else None)


def tokens(folded: str, starts: Iterable[int]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield (start, end, code points) of every number and date in folded text.

    ``starts`` are the places of the first digit of each run of digits, ascending. List numbers
    (``1.``, ``2、``) yield no code point: mirrors drop, renumber and garble them.
    """
    done = 0
    for start in starts:
        if start < done:
            continue
        found = _PRINTED.match(folded, start)
        if found is not None:
            done = found.end()
            yield start, done, _printed_codes(found)
    for found in _ORDINAL.finditer(folded):
        number = int(found["n"]) if found["n"].isdigit() else read_han_number(found["n"])
        yield found.start(), found.end(), (ordinal_code(number, found["c"]),)
    for year in _HAN_YEAR.finditer(folded):
        found = _HAN_DATE.search(folded, max(0, year.start() - 5))
        if found is not None:
            yield found.start(), found.end(), _han_codes(found)
