"""Amounts in Chinese numerals, compared with printed ones.

Mirrors turn 3500余 into 三千五百余 and back; an amendment turns 一小时 into 三十分钟.
"""

from __future__ import annotations

import re
from collections import Counter

from watcher.dedup.numerals import normal_figure
from watcher.text.han_numbers import DIGITS, SMALL, read_han_number

_DIGIT = "零〇○一二三四五六七八九两"
_RUN = re.compile(rf"百分之|[{_DIGIT}十百千万亿]+(?:点[{_DIGIT}]+(?:万亿|[亿万千])?)?")
_COUNTED = re.compile(
    rf"([{_DIGIT}十百千万亿]+)"
    r"(?=个(?:工作日|月|小时)|工作日|小时|分钟|日内|日前|天|年内|年以|年有期|周内|元|倍)"
)
_SHARE = re.compile(rf"百分之([{_DIGIT}十百]+)")
_PRINTED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(万亿|[亿万千])?")
_LISTED = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)")


def has_numeral(text: str) -> bool:
    """Whether a piece of text holds a Chinese numeral."""
    return any(char in DIGITS or char in SMALL or char in "万亿" for char in text)


def han_figure(run: str) -> str:
    """Read 三千五百, 一点二亿, 二〇二五 or 十万 as plain decimal text."""
    whole, _, part = run.partition("点")
    digits = part.rstrip("万亿千")
    value = str(read_han_number(whole))
    if digits:
        value += "." + "".join(str(DIGITS.get(char, 0)) for char in digits)
    return normal_figure(value, part[len(digits) :])


def spelled_differently(one: str, two: str) -> int:
    """Count the amounts that differ between two stretches, of which at most one prints digits.

    Where one side prints what the other spells, each amount stands against each; where both spell,
    only what is counted in time or money is one: 二是 and 第二 are no amounts.
    """
    one, two = _LISTED.sub("", one), _LISTED.sub("", two)
    if "月" in one + two and any(char.isdigit() for char in one + two):
        return 0  # a day without its year, in two ways
    printed = [_PRINTED.findall(text) for text in (one, two)]
    if bool(printed[0]) != bool(printed[1]):
        digits, words = (printed[0], two) if printed[0] else (printed[1], one)
        spelled = [run for run in _RUN.findall(words) if run != "百分之"]
        if len(spelled) != len(digits):
            return 0
        pairs = zip(digits, spelled, strict=True)
        return sum(normal_figure(*figure) != han_figure(run) for figure, run in pairs)
    if printed[0]:
        return 0
    counts = [
        Counter(han_figure(run) for run in (*_COUNTED.findall(text), *_SHARE.findall(text)))
        for text in (one, two)
    ]
    return min((counts[0] - counts[1]).total(), (counts[1] - counts[0]).total())
