"""Pages whose UTF-8 was once read as GBK or Windows-1252, saved so, and came to us as good text."""

from __future__ import annotations

import re

from watcher.text.charset import recover

MARKS = ("锛", "鐨", "銆", "ï¼", "ã\x80", "ã€", "ç\x9a", "çš", "æ\x98", "æ˜", "ä¸")
"""What the commonest Chinese characters become when their UTF-8 is read as GBK or Windows-1252."""
MANY_MARKS = 4
MARK_SHARE = 0.01
_COMMON = re.compile("[的和在一是有国年，。、了为人中]")
COMMON_SHARE = 0.08
WIDEST = {"gb18030": 3, "cp1252": 5}
"""Charsets that text was read in, and how many of its characters one of ours may have become."""


def turned_back(text: str) -> str:
    """Return the text that was meant; most texts come back as they are.

    Read so, a byte here and there is lost for good: what is left is still compared, never
    shown as the page's own text.
    """
    marks = sum(text.count(mark) for mark in MARKS)
    if marks < MANY_MARKS:
        return text
    recovered = recover(text)
    if recovered is not None or marks < MARK_SHARE * len(text):
        return recovered or text
    for codec, widest in WIDEST.items():
        raw = text.replace("\ufffd", "").encode(codec, "ignore")
        lossy = raw.decode("utf-8", "ignore")
        is_chinese = len(_COMMON.findall(lossy)) > COMMON_SHARE * len(lossy)
        if is_chinese and len(lossy) * widest > len(text):
            return lossy
    return text
