"""Which language and script a text is in, as far as notices need it."""

from __future__ import annotations

import re
from operator import ne

from watcher.text.fold import to_simplified

_NOT_HAN = re.compile("[^㐀-䶿一-鿿]+")
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
_SAMPLE = 600
_TRADITIONAL_SHARE = 0.04
"""A simplified text keeps a character or two (乾, 瞭); a traditional one changes a quarter."""


def detect(text: str) -> str:
    """Name the language: "zh-Hans", "zh-Hant", "en", or "" where there is too little to tell."""
    sample = text[:_SAMPLE]
    han = _NOT_HAN.sub("", sample)
    words = _LATIN_WORD.findall(sample)
    if len(han) < 2 and len(words) < 3:
        return ""
    if len(words) > len(han):
        return "en"
    changed = sum(map(ne, han, to_simplified(han)))
    return "zh-Hant" if changed > _TRADITIONAL_SHARE * len(han) else "zh-Hans"
