"""One form for texts that say the same, with a map back to the text as printed.

Folding is for comparing, never for storing: what a page says is shown as it says it. Steps:
invisible characters out, NFKC, injected pinyin out, traditional to simplified (OpenCC t2s). It is
on the hot path of matching, so each step first asks whether there is anything to do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from watcher.text.pinyin import find_pinyin

# Full-width punctuation stands in every Chinese sentence; replacing these one by one is far faster
# than NFKC over the whole text (measured 8 million characters a second against more than 30).
_WIDE = tuple(zip("，：；！？（）％＋－／＝～　\u00a0", ",:;!?()%+-/=~  ", strict=True))
_PLAIN = r"\x00-\x7f一-鿿㐀-䶿“”‘’、。《》〈〉「」『』【】〔〕—–·•○●◆■□★☆※→〇"
_OTHER = re.compile(f"[^{_PLAIN}]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_WORD = re.compile(r"[\W_]+")
_MAX_PASSES = 8


@dataclass(frozen=True, slots=True)
class _Map:
    """Where each stretch of a rewritten text came from.

    Stretch ``i`` begins at ``out[i]`` in the new text and at ``start[i]`` in the old one;
    ``end[i]`` is -1 where the two run in step, else the old end of a stretch that was replaced.
    """

    out: tuple[int, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    def first(self, position: int) -> int:
        index = bisect_right(self.out, position) - 1
        if self.end[index] >= 0:
            return self.start[index]
        return self.start[index] + position - self.out[index]

    def last(self, position: int) -> int:
        """Give the old end of the character before ``position``."""
        index = bisect_right(self.out, position - 1) - 1
        if self.end[index] >= 0:
            return self.end[index]
        return self.start[index] + position - self.out[index]


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the way back."""

    text: str
    length: int
    """Characters of the text as printed."""
    _maps: tuple[_Map, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the printed text behind characters [start, end) of the folded one.

        Positions beyond the text are taken as its end. An empty span gives an empty span.
        """
        size = len(self.text)
        start, end = max(0, min(start, size)), max(0, min(end, size))
        if end <= start:
            place = self._place(start)
            return place, place
        for step in reversed(self._maps):
            start, end = step.first(start), step.last(end)
        return start, end

    def _place(self, position: int) -> int:
        if position >= len(self.text):
            return self.length
        for step in reversed(self._maps):
            position = step.first(position)
        return position


def fold(text: str) -> Folded:
    """Fold a text; folding twice gives the same as once. Never raises.

    Letter case, punctuation kinds and line ends stay; see ``fold_key`` for comparing words only.
    """
    if text.isascii():
        return Folded(text, len(text))
    maps: list[_Map] = []
    folded = text
    for wide, plain in _WIDE:
        folded = folded.replace(wide, plain)
    odd = [found.span() for found in _OTHER.finditer(folded)]
    if any(_INVISIBLE.search(folded, *span) for span in odd):
        unseen = [(found.start(), found.end(), "") for found in _INVISIBLE.finditer(folded)]
        folded = _rewrite(folded, unseen, maps)
        odd = [found.span() for found in _OTHER.finditer(folded)]
    folded = _rewrite(folded, _find_compatible(folded, odd), maps)
    for _ in range(_MAX_PASSES):
        edits = find_pinyin(folded)
        if not edits:
            break
        folded = _rewrite(folded, edits, maps)
    return Folded(_simplify(folded, maps), len(text), tuple(maps))


def fold_key(text: str) -> str:
    """Fold a text and keep its letters, digits and Han characters only, in lower case."""
    return _NOT_WORD.sub("", fold(text).text.lower())


def to_simplified(text: str) -> str:
    """Turn traditional characters to simplified ones, character for character."""
    return _simplify(text, [])


def _rewrite(text: str, edits: list[tuple[int, int, str]], maps: list[_Map]) -> str:
    """Replace stretches and note where everything came from. Edits are in order, not touching."""
    if not edits:
        return text
    pieces: list[str] = []
    out, starts, ends = [0], [0], [-1]
    position = length = 0
    for start, end, new in edits:
        pieces += (text[position:start], new)
        length += start - position
        if new:
            out.append(length)
            starts.append(start)
            ends.append(end)
            length += len(new)
        out.append(length)
        starts.append(end)
        ends.append(-1)
        position = end
    pieces.append(text[position:])
    maps.append(_Map(tuple(out), tuple(starts), tuple(ends)))
    return "".join(pieces)


def _find_compatible(text: str, odd: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Find what NFKC changes in the odd stretches, cluster by cluster."""
    edits: list[tuple[int, int, str]] = []
    done = 0
    for begin, end in odd:
        start = max(done, begin - 1)  # a mark may join the plain letter before it
        run = text[start:end]
        done = end
        if unicodedata.is_normalized("NFKC", run):
            continue
        for first, last in _clusters(run):
            new = unicodedata.normalize("NFKC", run[first:last])
            if new != run[first:last]:
                edits.append((start + first, start + last, new))
    return edits


def _clusters(run: str) -> list[tuple[int, int]]:
    """Cut a run where NFKC of the parts, joined, is NFKC of the whole."""
    cuts = [0]
    normalize = unicodedata.normalize
    before = normalize("NFKC", run[0])
    for index in range(1, len(run)):
        own = normalize("NFKC", run[index])
        whole = normalize("NFKC", run[cuts[-1] : index + 1]) if index - cuts[-1] < 64 else ""
        if not unicodedata.combining(own[0]) and (not whole or whole == before + own):
            cuts.append(index)
            before = own
        else:
            before = whole or before + own
    return list(zip(cuts, [*cuts[1:], len(run)], strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplify(text: str, maps: list[_Map]) -> str:
    for _ in range(3):  # 薴 becomes 苧 and that 苎: twice is enough, the third sees no change
        converted = _convert(text)
        if converted == text:
            break
        if len(converted) != len(text):
            converted = _convert_lines(text, maps)
        text = converted
    return text


def _convert(text: str) -> str:
    try:
        return str(_converter().convert(text))
    except UnicodeEncodeError:
        return str(_converter().convert(_SURROGATE.sub("\ufffd", text)))


def _convert_lines(text: str, maps: list[_Map]) -> str:
    """Convert so that the map stays right even where a phrase changes its length.

    The tables of OpenCC 1.4 change none; another version may.
    """
    edits: list[tuple[int, int, str]] = []
    lines: list[str] = []
    position = 0
    for line in text.splitlines(keepends=True):
        new = _convert(line)
        if len(new) != len(line):
            edits += [
                (position + index, position + index + 1, _convert(char))
                for index, char in enumerate(line)
                if _convert(char) != char
            ]
        lines.append(new if len(new) == len(line) else line)
        position += len(line)
    return _rewrite("".join(lines), edits, maps)
