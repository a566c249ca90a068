"""Numbers as Chinese notices write them."""

from __future__ import annotations

from watcher.text.han_numbers import read_han_number

NUMBER = r"(?:(?<!\d)\d{1,4}|[一二两三四五六七八九十]{1,3})"


def read_number(text: str) -> int:
    """Read 12, 十二 or 二十; 0 where it is no number."""
    if text.isdigit():
        return int(text)
    return read_han_number(text)
