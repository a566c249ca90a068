"""Pages that carry several notices, one after the other, each under its own headline.

A text that stands whole in a longer page may be the notice of which that page is a fuller copy, or
one item of a roundup. The headline tells: an item's own title stands before it in the page, the
page has another one, and a good part of the page's sentences are about other things.
"""

from __future__ import annotations

from watcher.dedup.canon import Canon, canonical
from watcher.dedup.findings import Findings
from watcher.dedup.keys import same_title
from watcher.model.document import Document

SHORTEST_HEADLINE = 8
HEADLINE_GAP = 100
"""Code points between an item's headline and its text: a date, a source, a lead."""
OTHER_SENTENCES = 4
OTHER_SHARE = 0.5
WHOLE = 0.7


def _is_item(
    item: Document,
    page: Document,
    canon: Canon,
    *,
    share: float,
    hull: tuple[int, int],
    outside: int,
) -> bool:
    if share < WHOLE or same_title(item.title, page.title):
        return False
    inside = int(canon.stops[hull[1]] - canon.stops[hull[0]])
    if outside < max(OTHER_SENTENCES, OTHER_SHARE * inside):
        return False
    headline = canonical(item.title).text()
    if len(headline) < SHORTEST_HEADLINE:
        return False
    start = max(0, hull[0] - HEADLINE_GAP - len(headline))
    return headline in canon.text(start, hull[0] + len(headline) + 1)


def is_item_of(one: Document, other: Document, canon: Canon, findings: Findings) -> bool:
    """Whether ``one`` is an item of the page ``other``, whose text ``canon`` is on the right."""
    share = findings.matched / max(1, findings.left_length)
    return _is_item(one, other, canon, share=share, hull=findings.right, outside=findings.right_own)


def is_roundup_of(one: Document, other: Document, canon: Canon, findings: Findings) -> bool:
    """Whether the page ``one``, whose text ``canon`` is on the left, has ``other`` as an item."""
    share = findings.matched / max(1, findings.right_length)
    return _is_item(other, one, canon, share=share, hull=findings.left, outside=findings.left_own)
