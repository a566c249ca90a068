"""Pages that carry several notices, one after the other, each under its own headline.

A text that stands whole in a longer page may be the notice of which that page is a fuller copy, or
one item of a roundup. The headline tells: an item's own title stands before it in the page, the
page has another one, and a good part of the page's sentences are about other things.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from watcher.dedup.canon import Canon, canonical
from watcher.dedup.findings import Findings
from watcher.dedup.keys import same_title
from watcher.dedup.parts import count_parts, is_headed, opens_anew
from watcher.model.document import Document

SHORTEST_HEADLINE = 8
HEADLINE_GAP = 100
"""Code points between an item's headline and its text: a date, a source, a lead."""
OTHER_SENTENCES = 4
OTHER_SHARE = 0.5
WHOLE = 0.7
HALF = 0.5
MANY_PARTS = 2
MOST_OVERLAP = 0.2


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
    if inside or not others:
        return False
    return others >= MANY_PARTS or (share >= HALF and is_headed(canon, hull[0]))


def _stands_below(title: str, canon: Canon, hull: tuple[int, int]) -> bool:
    """Whether a title is printed shortly before a stretch."""
    headline = canonical(title).text()
    if len(headline) < SHORTEST_HEADLINE:
        return False
    start = max(0, hull[0] - HEADLINE_GAP - len(headline))
    return headline in canon.text(start, hull[0] + len(headline) + 1)


def carried_apart(canon: Canon, hulls: Sequence[tuple[int, int]]) -> set[int]:
    """Return which of the stretches of a page are texts of their own beside each other.

    A notice's own parts stand beside each other too when their pages came first: of those none but
    the first opens like a notice.
    """
    apart: set[int] = set()
    for (first, one), (second, two) in combinations(enumerate(hulls), 2):
        overlap = min(one[1], two[1]) - max(one[0], two[0])
        shorter = min(one[1] - one[0], two[1] - two[0])
        if overlap <= MOST_OVERLAP * shorter and _begins(canon, max(one[0], two[0])):
            apart |= {first, second}
    return apart


def _begins(canon: Canon, place: int) -> bool:
    return opens_anew(canon, place) or is_headed(canon, place)


def is_item_of(one: Document, other: Document, canon: Canon, findings: Findings) -> bool:
    """Whether ``one`` is an item of the page ``other``, whose text ``canon`` is on the right."""
    share = findings.matched / max(1, findings.left_length)
    return _is_item(one, other, canon, share=share, hull=findings.right, outside=findings.right_own)


def is_roundup_of(one: Document, other: Document, canon: Canon, findings: Findings) -> bool:
    """Whether the page ``one``, whose text ``canon`` is on the left, has ``other`` as an item."""
    share = findings.matched / max(1, findings.right_length)
    return _is_item(other, one, canon, share=share, hull=findings.left, outside=findings.left_own)
