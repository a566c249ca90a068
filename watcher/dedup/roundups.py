"""Pages that carry several notices, one after the other, each under its own headline.

A text that stands whole in a longer page may be the notice of which that page is a fuller copy, or
one item of a roundup. The headline tells: an item's own title stands before it in the page, the
page has another one, and a good part of the page's sentences are about other things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from watcher.dedup.canon import Canon, canonical
from watcher.dedup.findings import Findings
from watcher.dedup.keys import same_title
from watcher.dedup.parts import (
    count_parts,
    is_enclosed,
    is_headed,
    is_section,
    opens_anew,
    opens_section,
)
from watcher.model.document import Document

SHORTEST_HEADLINE = 8
HEADLINE_GAP = 100
"""Code points between an item's headline and its text: a date, a source, a lead."""
LONGEST_LINE = 60
MOST_AROUND = 12
"""Characters on a headline's line beside it: a number, brackets, a day."""
OTHER_SENTENCES = 4
OTHER_SHARE = 0.5
WHOLE = 0.7
HALF = 0.5
MANY_PARTS = 2
MOST_OVERLAP = 0.2
LEAST_PLAIN = 200
"""Code points below which two stretches may share no word by chance."""
WORD = 3
HEADED_COHESION = 0.15
OPENING_COHESION = 0.05
PLAIN_COHESION = 0.02
"""Excerpts of one notice share a tenth of their words (median), items of a roundup a fiftieth."""
_SENTENCE_END = re.compile("[。!?】]")
_HAN = re.compile("[\u3400-\u9fff]+")


def _is_item(
    item: Document,
    page: Document,
    canon: Canon,
    *,
    share: float,
    hull: tuple[int, int],
    outside: int,
) -> bool:
    if outside < OTHER_SENTENCES or same_title(item.title, page.title):
        return False
    return _is_part(canon, hull, share) or (
        share >= WHOLE
        and outside >= OTHER_SHARE * int(canon.stops[hull[1]] - canon.stops[hull[0]])
        and _stands_below(item.title, canon, hull)
    )


def _is_part(canon: Canon, hull: tuple[int, int], share: float) -> bool:
    """Whether a page has several texts of its own, of which the stretch is one or a piece of one.

    What goes from one into the next is a cut copy of the whole page.
    """
    inside, others = count_parts(canon, hull)
    if inside or not others or is_enclosed(canon, hull[0]):
        return False
    return others >= MANY_PARTS or (share >= HALF and is_headed(canon, hull[0]))


def _stands_below(title: str, canon: Canon, hull: tuple[int, int]) -> bool:
    """Whether a title is printed shortly before a stretch: as a line, or as its first sentence.

    A page without a title is called by how it begins; that is no headline.
    """
    called = canonical(title)
    headline = called.text()
    if len(headline) < SHORTEST_HEADLINE or is_section(called.folded.text):
        return False
    start = max(0, hull[0] - HEADLINE_GAP - len(headline))
    if headline not in canon.text(start, hull[0] + len(headline) + 1):
        return False
    text, inside = canon.folded.text, int(canon.at[hull[0]])
    begin = text.rfind("\n", 0, int(canon.at[start])) + 1
    end = int(canon.at[min(hull[0] + len(headline) + 1, len(canon) - 1)])
    for line in text[begin : end + LONGEST_LINE].split("\n"):
        head = _SENTENCE_END.split(line.strip(), maxsplit=1)[0]
        is_whole = len(head) >= len(line.strip()) - 1
        if (is_whole or begin < inside) and _is_called(head, headline):
            return True
        begin += len(line) + 1
    return False


def _is_called(head: str, headline: str) -> bool:
    """Whether a line is a title and hardly more: a number, brackets, a day."""
    if len(head) > len(headline) + MOST_AROUND:
        return False
    _, found, after = canonical(head).text().partition(headline)
    return bool(found) and not _HAN.search(after)


@dataclass(frozen=True, slots=True)
class Carried:
    """A stretch of a page that another page carries too, and that page's title."""

    hull: tuple[int, int]
    title: str


def are_apart(canon: Canon, carried: Sequence[Carried]) -> bool:
    """Whether two of the stretches of a page are texts of their own beside each other.

    A notice's own parts stand beside each other too, but they speak of one thing in the same words,
    none but the first opens like a notice, and mostly they have one title. What is announced stands
    behind its announcement, which names it.
    """
    return any(
        _overlap(one.hull, two.hull) <= MOST_OVERLAP
        and not same_title(one.title, two.title)
        and not _names(canon, one, two)
        and not _names(canon, two, one)
        and _shares_few_words(canon, one.hull, two.hull)
        for one, two in combinations(carried, 2)
    )


def _names(canon: Canon, one: Carried, two: Carried) -> bool:
    """Whether one text, or its title, names the other."""
    called = canonical(two.title).text()
    if len(called) < SHORTEST_HEADLINE:
        return False
    return called in canonical(one.title).text() or called in canon.text(*one.hull)


def _shares_few_words(canon: Canon, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether two stretches speak of two things: the clearer the second begins, the more may agree.

    Words are taken as three Chinese characters in a row (Hearst 1997 tells topics apart by what
    vocabulary neighbouring stretches share).
    """
    place = max(one[0], two[0])
    if is_enclosed(canon, place):
        return False
    ours, theirs = _words(canon.text(*one)), _words(canon.text(*two))
    shared, fewer = len(ours & theirs), max(1, min(len(ours), len(theirs)))
    if is_headed(canon, place):
        return shared < HEADED_COHESION * fewer
    if opens_anew(canon, place):
        return shared < OPENING_COHESION * fewer
    is_short = min(one[1] - one[0], two[1] - two[0]) < LEAST_PLAIN
    return not is_short and not opens_section(canon, place) and shared < PLAIN_COHESION * fewer


def _words(text: str) -> set[str]:
    return {
        run[place : place + WORD]
        for run in _HAN.findall(text)
        for place in range(len(run) - WORD + 1)
    }


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> float:
    """Return what part of the shorter stretch lies in the other, below 0 for none."""
    return (min(one[1], two[1]) - max(one[0], two[0])) / min(one[1] - one[0], two[1] - two[0])


def is_item_of(one: Document, other: Document, canon: Canon, findings: Findings) -> bool:
    """Whether ``one`` is an item of the page ``other``, whose text ``canon`` is on the right."""
    share = findings.matched / max(1, findings.left_length)
    return _is_item(one, other, canon, share=share, hull=findings.right, outside=findings.right_own)


def is_roundup_of(one: Document, other: Document, canon: Canon, findings: Findings) -> bool:
    """Whether the page ``one``, whose text ``canon`` is on the left, has ``other`` as an item."""
    share = findings.matched / max(1, findings.right_length)
    return _is_item(other, one, canon, share=share, hull=findings.left, outside=findings.left_own)
