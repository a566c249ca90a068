"""Numbers as Chinese notices write them."""

from __future__ import annotations

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "两": 2}
NUMBER = r"(?:(?<!\d)\d{1,4}|[一二两三四五六七八九十]{1,3})"


def read_number(text: str) -> int:
    """Read 12, 十二 or 二十; 0 where it is no number."""
    if text.isdigit():
        return int(text)
    if text == "半":
        return 0
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return DIGITS.get(text, 0)
    return (DIGITS.get(tens, 0) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)
