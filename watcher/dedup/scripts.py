"""In which script and language a text is written, and whether a scraper changed its dress."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from watcher.text.fold import to_simplified
from watcher.text.pinyin import find_pinyin

TRADITIONAL_SHARE = 0.08
"""Share of Han characters that simplification changes: about a third of traditional text."""
INJECTED = 3
"""Injected readings from which they are no accident."""
LATIN_SHARE = 0.6
SAMPLE = 1000
LONG_SAMPLE = 6000
_MAINLAND = re.compile(
    r"网信办|自治区、直辖市|专项行动|国务院|人民政府|中华人民共和国|党委|工信部|公安机关"
)
_ABOUT_CHINA = re.compile(
    r"cyberspace administration|state internet information office|\bCAC\b|qinglang|"
    r"special (?:action|campaign|operation)s?|network information (?:office|department)|"
    r"central network|state council|ministry of|people's republic|chinese",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dress:
    """How a text is written.

    ``is_traditional`` and ``injected`` (readings put behind characters) make a script variant of a
    simplified notice, ``is_latin`` a translation.
    """

    is_traditional: bool
    injected: int
    is_latin: bool
    is_of_mainland: bool

    @property
    def is_variant(self) -> bool:
        """Whether the script is not that of the issuing bodies."""
        return self.is_traditional or self.injected >= INJECTED


def _differing(one: str, two: str) -> int:
    """Count the places at which two texts of one length differ."""
    if len(one) != len(two):
        return sum(a != b for a, b in zip(one, two, strict=False))
    first, second = (
        np.frombuffer(t.encode("utf-32-le", "surrogatepass"), "u4") for t in (one, two)
    )
    return int((first != second).sum())


def is_converted(text: str) -> bool:
    """Whether a text is in traditional characters; looks at its first SAMPLE characters."""
    head = text[:SAMPLE]
    return _differing(head, to_simplified(head)) > TRADITIONAL_SHARE * len(head)


def is_latin(text: str) -> bool:
    """Whether a text is in a Latin script; looks at its first SAMPLE characters."""
    head = text[:SAMPLE]
    return len(head.encode("utf-8", "replace")) < 1.4 * len(head)


def dress_of(text: str, folded: str) -> Dress:
    """Read the dress of a text; ``folded`` is its folded form."""
    head = text[:LONG_SAMPLE]
    codes = np.frombuffer(head.encode("utf-32-le", "surrogatepass"), "u4")
    han = int(((codes >= 0x3400) & (codes <= 0x9FFF)).sum())
    latin = int((((codes | 32) >= ord("a")) & ((codes | 32) <= ord("z"))).sum())
    is_latin = latin > LATIN_SHARE * (latin + 3 * han)
    about = _ABOUT_CHINA.search(folded) if is_latin else _MAINLAND.search(folded)
    return Dress(
        is_traditional=not is_latin and is_converted(text),
        injected=len(find_pinyin(head.replace("（", "(").replace("）", ")"))),
        is_latin=is_latin,
        is_of_mainland=about is not None,
    )
