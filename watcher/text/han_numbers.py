"""Whole numbers as Chinese texts write them."""

from __future__ import annotations

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "O": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = (("亿", 10**8), ("万", 10**4))


def read_han_number(text: str) -> int:
    """Read 十二, 三千五百, 十万 or, digit by digit, 二〇二五; other characters count nothing."""
    for unit, size in _LARGE:
        head, found, rest = text.rpartition(unit)
        if found:
            return (read_han_number(head) if head else 1) * size + read_han_number(rest)
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = digit = 0
    for char in text:
        if char in SMALL:
            total += (digit or 1) * SMALL[char]
            digit = 0
        else:
            digit = DIGITS.get(char, 0)
    return total + digit
