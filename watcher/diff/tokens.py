"""One text as units that a reader never sees cut: numbers, Latin words, single characters.

Units are compared by their folded form, so script, width, quote shape and white space make no
difference, and every unit knows where it stands in the text as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.text.fold import fold

NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_UNIT = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*"
    r"|[^\W\d_\u2e80-\uffff]+(?:['’][^\W\d_\u2e80-\uffff]+)*"
    rf"|[{NUMERALS}]{{2,}}|\S"
)
_NUMBERING = re.compile(
    rf"\s*(?:第[{NUMERALS}\d]{{1,6}}[编章节条款项][、.:]?"
    rf"|[(（][{NUMERALS}\d]{{1,4}}[)）]|[{NUMERALS}]{{1,3}}[、.]|[{NUMERALS}]{{1,3}}是"
    r"|\d{1,3}(?:\.\d{1,3}){0,3}(?:[、)）]|\.(?!\d))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)|[a-zA-Z][.)）](?=\s))"
)
_CIRCLED = re.compile(r"\s*[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩]")
# Shapes of one mark that NFKC leaves apart: quotes, dashes and the dot inside "清朗·X".
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("“”„‟「」『』﹁﹂﹃﹄〝〞〟″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("—–―─‒‐‑−", "-"),
        **dict.fromkeys("·・•‧∙⋅●", "·"),
        **dict.fromkeys("〜∼", "~"),
        "。": ".",
        "〈": "《",
        "〉": "》",
    }
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into units.

    ``keys`` are what is compared; unit i is ``text[starts[i]:ends[i]]``, and what lies between two
    units is white space or an injected reading. The first ``numbering`` units are the clause's
    printed number.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    numbering: int = 0

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def content(self) -> tuple[str, ...]:
        """The keys without the printed number, or all of them where there is nothing else."""
        return self.keys[self.numbering :] or self.keys

    def cut(self, start: int, end: int) -> str:
        """Return the text as written of the units [start, end)."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""


def tokenise(text: str) -> Tokens:
    """Cut ``text`` (one clause, or several joined by newlines) into units."""
    folded = fold(text)
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for unit in _UNIT.finditer(folded.text):
        start, end = folded.origin(unit.start(), unit.end())
        start = max(start, at)
        if end <= start:
            # Two units from one written character ("㎏", "⑴"): the first one carries the text.
            start = end = at
        keys.append(unit.group().translate(_SHAPES))
        starts.append(start)
        ends.append(end)
        at = end
    return Tokens(
        text, tuple(keys), tuple(starts), tuple(ends), _numbering(text, folded.text, ends)
    )


def _numbering(text: str, folded: str, ends: list[int]) -> int:
    """Return how many leading units are the clause's number, such as 三、 （二） 第五条 1.2 ①."""
    circled = _CIRCLED.match(text)
    if circled:
        return sum(end <= circled.end() for end in ends)
    found = _NUMBERING.match(folded)
    return len(_UNIT.findall(found.group())) if found else 0
