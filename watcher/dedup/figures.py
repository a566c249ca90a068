"""Numbers that every language keeps: amounts, percentages, days, and which batch it is.

A translation writes 5430万 as 54.3 million, 7月15日 as July 15 and 第三批 as the third batch. Small
counts, numbers of lists and of articles are left out: one side spells them, the other prints them.
"""

from __future__ import annotations

import re

from watcher.dedup.canon import Canon
from watcher.dedup.numerals import normal_figure
from watcher.text.dates import MONTHS
from watcher.text.han_numbers import read_han_number

LEAST_COUNT = 13
"""Smaller counts are spelled in words as often as printed."""
_FIGURE = re.compile(
    r"(?<![\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{4,}(?:\.\d+)?|\d{1,3}(?:\.\d+)?(?=[余多]?\s?[亿万千mbt]))"
    r"[余多]?\s?(万亿|[亿万千]|million|billion|trillion|thousand)?"
)
_AMOUNT = re.compile(
    r"(?<![\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"[余多]?\s?(万亿|[亿万千]|million|billion|trillion|thousand)?(\s?%|\s?per\s?cent)?"
)
_ENGLISH_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLED = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_WORD = "|".join((*_SPELLED, "hundred", *_ENGLISH_POWERS))
_WORDS = re.compile(rf"\b(?:{_WORD})\b(?:(?:[ -]+and)?[ -]+(?:{_WORD})\b)+")
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAYS = (
    re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"),
    re.compile(rf"\b{_MONTH}\s{_DAY}\b(?![\d,]\d)"),
    re.compile(rf"\b{_DAY}\s(?:of\s)?{_MONTH}"),
)
_NO_AMOUNT = re.compile(
    r"^\s*\(?\d{1,2}[).、](?!\d)|\(\d{1,2}\)|\barticles?\s\d+(?:\s?(?:to|and|-)\s?\d+)?|第\s?\d+\s?\w"
    r"|(?<!\d)(?:19|20)\d\d(?!\d|,\d)年?|\d{1,2}月|https?:\S+|www\.\S+",
    re.MULTILINE,
)
_ORDER = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
_COUNTERS = {"batch": "批", "quarter": "季度"}
_HAN_BATCH = re.compile(r"第\s?([一二三四五六七八九十]{1,3}|\d{1,3})\s?(批|季度)")
_BATCH = re.compile(rf"\b(?:({'|'.join(_ORDER)})|(\d{{1,3}})(?:st|nd|rd|th))\s(batch|quarter)\b")


def large_figures(canon: Canon) -> list[str]:
    """Return the figures of 1,000 and more that are no year, in order, in plain decimal form."""
    values: dict[str, None] = {}
    text = canon.folded.text
    for start in canon.digits:
        found = _FIGURE.match(text, start)
        if found is None:
            continue
        digits, unit = found[1], found[2]
        value = _plain(digits, unit)
        bare_year = not unit and "," not in digits and len(value) == 4 and value[:2] in ("19", "20")
        if len(value.partition(".")[0]) >= 4 and len(value) <= 15 and not bare_year:
            values.setdefault(value)
    return list(values)


def _plain(digits: str, unit: str | None) -> str:
    """Return a figure with its unit as plain decimal text."""
    if unit not in _ENGLISH_POWERS:
        return normal_figure(digits, unit or "")
    value = normal_figure(digits, "")
    whole, _, part = value.partition(".")
    power = _ENGLISH_POWERS[unit]
    value = (whole + part[:power].ljust(power, "0")).lstrip("0") or "0"
    return f"{value}.{part[power:]}" if part[power:] else value


def spelled_figures(text: str) -> list[str]:
    """Return the figures that an English text, in lower case, spells in several words."""
    return [str(_read_words(found[0])) for found in _WORDS.finditer(text)]


def _read_words(words: str) -> int:
    total = part = 0
    for word in re.findall("[a-z]+", words):
        if word in _SPELLED:
            part += _SPELLED[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _ENGLISH_POWERS:
            total += (part or 1) * 10 ** _ENGLISH_POWERS[word]
            part = 0
    return total + part


def kept_numbers(folded: str) -> frozenset[str]:
    """Return the amounts, percentages and days of a folded text, each in one form."""
    text = folded.lower()
    found = set()
    for pattern in _DAYS:
        for day in pattern.finditer(text):
            month = MONTHS.get(day["month"]) or int(day["month"])
            found.add(f"day {month}-{int(day['day'])}")
        text = pattern.sub(" ", text)
    for spelled in spelled_figures(text):
        if int(spelled) >= LEAST_COUNT:
            found.add(spelled)
    text = _NO_AMOUNT.sub(" ", _WORDS.sub(" ", text))
    for digits, unit, percent in _AMOUNT.findall(text):
        value = _plain(digits, unit)
        if percent:
            found.add(f"{value}%")
        elif "." in value or len(value) > 2 or int(value) >= LEAST_COUNT:
            found.add(value)
    return frozenset(found)


def batches(folded: str) -> frozenset[tuple[str, int]]:
    """Return which batches and quarters a folded text names: 第三批 is ("批", 3)."""
    text = folded.lower()
    found = {
        (counter, int(number) if number.isdigit() else read_han_number(number))
        for number, counter in _HAN_BATCH.findall(text)
    }
    for word, digits, counter in _BATCH.findall(text):
        found.add((_COUNTERS[counter], int(digits) if digits else _ORDER.index(word) + 1))
    return frozenset(found)
