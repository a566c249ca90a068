"""Lines that stand on many pages of one host are furniture, whatever they look like.

One page cannot tell them from the notice; whoever sees many pages of a host can. But not all that
recurs is furniture: notices of one office share their salutation, their signature, their standard
clauses, a bulletin its whole first paragraph. So what recurs never counts *against* a text; it only
does not count *for* being the notice, and it is cut off where it stands before or behind all that
is new on a page, outside the block of the new text or without being a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from zlib import crc32

from watcher.extract.facts import is_signature
from watcher.model.host import HostLines
from watcher.text.clauses import read_number
from watcher.text.fold import fold
from watcher.text.outline import Line, Outline

LEAST_PAGES = 6
"""Pages of a host before anything is taken to recur."""
MOST_PAGES = 64
"""At so many pages all counts are halved: newer pages weigh more than older ones."""
MOST_KEYS = 1_200
_SHARE = 0.5
_FAMILIAR = 0.2
_LEAST_KEY = 4
_MOST_LINES = 800
_NOT_WORD = re.compile(r"[\W_]+")
_KEPT = re.compile(
    r"[：:]$|\d\s?年\s?\d|[〇一二三四五六七八九十]年.{1,3}月|附\s?(?:件|表|录)|特此|此[复致]|施行|实施|^第.{1,6}[章节条]"
)
_WRAPPERS = frozenset({"table", "tbody", "thead", "tr", "ul", "ol", "dl"})


def key_line(text: str) -> int:
    """Give the key of a line: of its word characters in lower case; 0 for a line of too few."""
    key = _NOT_WORD.sub("", text).lower()
    return crc32(key.encode("utf-8", "replace")) or 1 if len(key) >= _LEAST_KEY else 0


def key_lines(lines: Iterable[Line]) -> frozenset[int]:
    """Give the keys of a page's lines; of a very long page only the first and last are told."""
    texts = [line.text for line in lines]
    if len(texts) > _MOST_LINES:
        texts = texts[: _MOST_LINES // 2] + texts[-_MOST_LINES // 2 :]
    return frozenset(map(key_line, texts)) - {0}


def learn(known: HostLines, keys: Collection[int]) -> HostLines:
    """Count one more page of a host. Tell each page once: a page read again says nothing new."""
    counts = dict(known.counts)
    pages = known.pages + 1
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    if pages >= MOST_PAGES:
        pages //= 2
        counts = {key: count // 2 for key, count in counts.items() if count > 1}
    if len(counts) > MOST_KEYS:
        often = sorted(counts, key=lambda key: (counts[key], key in keys), reverse=True)
        counts = {key: counts[key] for key in often[:MOST_KEYS]}
    return HostLines(pages=pages, counts=counts)


def find_recurring(known: HostLines) -> frozenset[int]:
    """Give the keys of the lines that stand on at least half of a host's pages."""
    if known.pages < LEAST_PAGES:
        return frozenset()
    least = _SHARE * known.pages
    return frozenset(key for key, count in known.counts.items() if count >= least)


def differs_by_furniture(old: str, new: str, known: HostLines) -> bool:
    """Whether two readings of one page differ by lines of the host at their ends alone.

    What recurs is learnt over time: a masthead that was taken for text at first and is cut off now
    is no edit of the notice.
    """
    if old == new:
        return False
    short, long = sorted((old.split("\n"), new.split("\n")), key=len)
    least = max(2, int(_FAMILIAR * known.pages))
    for start in range(len(long) - len(short) + 1):
        if long[start : start + len(short)] == short:
            ends = long[:start] + long[start + len(short) :]
            return all(
                known.counts.get(key_line(line), 0) >= least and not is_kept(line) for line in ends
            )
    return False


def is_kept(text: str) -> bool:
    """Whether a line is of a notice's own frame, which all notices of an office share."""
    return bool(_KEPT.search(text) or read_number(text)[0] or is_signature(fold(text).text))


def mark(lines: Sequence[Line], recurring: Collection[int]) -> list[bool]:
    """Say of each line whether it recurs over its host."""
    return [key_line(line.text) in recurring for line in lines]


def shed(
    outline: Outline,
    weights: Sequence[float],
    marks: Sequence[bool],
    *,
    whole: tuple[int, int],
    fresh: tuple[int, int],
) -> tuple[int, int]:
    """Cut what recurs off both ends of the lines ``whole``; ``fresh`` is the stretch that is new.

    Inside the block of the new text only lines that say nothing go (a masthead, a slogan), outside
    it sentences too. Salutations, signatures, dates, clauses and attachments stay everywhere.
    """
    first, last = whole
    inside = _find_block(outline, weights, marks, fresh)

    def may_go(index: int) -> bool:
        if not marks[index] or (index in inside and weights[index] > 0):
            return False
        return not is_kept(outline.lines[index].text)

    while first < last and may_go(first):
        first += 1
    while last > first and may_go(last - 1):
        last -= 1
    return first, last


def _find_block(
    outline: Outline, weights: Sequence[float], marks: Sequence[bool], fresh: tuple[int, int]
) -> range:
    """Give the lines of the lowest block that holds all of the new text."""
    own = [index for index in range(*fresh) if weights[index] > 0 and not marks[index]] or list(
        range(*fresh)
    )
    element = outline.lines[own[0]].element
    while element >= 0 and outline.last[element] <= own[-1]:
        element = outline.parents[element]
    if element < 0:
        return range(len(outline.lines))
    # A table or a list is a part of the text around it, and so is the box it stands in alone.
    is_wrapped = outline.tags[element] in _WRAPPERS or element == outline.lines[own[0]].element
    while is_wrapped and outline.parents[element] > 0:
        inner, element = element, outline.parents[element]
        is_same = (outline.first[inner], outline.last[inner]) == (
            outline.first[element],
            outline.last[element],
        )
        is_wrapped = is_same or outline.tags[element] in _WRAPPERS
    return range(outline.first[element], outline.last[element])
