"""Where a stretch of text stands on its page: in a sentence, in prose, in a frame of links."""

from __future__ import annotations

import re

import numpy as np
from rapidfuzz.distance import Indel

from watcher.dedup.align import Gap, Mask
from watcher.dedup.canon import Canon
from watcher.dedup.findings import Findings

EDGE = 150
LEAST_EDGE = 40
LONGEST_NOTE = 200
"""A note of a later version is a line or two; longer gaps are parts left out."""
NOTES_WITHIN = 3000
"""Notes of versions stand under the title."""
TORN = 12
OWN_LEAD = 20
LEAD = 100
FARTHEST_LEAD = 200
LEAST_MIDDLE = 80
_LATER_VERSION = re.compile(
    r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2})[^\n]{0,60}?"
    r"(?:通过|修正|修订|修改|公布|施行|批准)"
)
LEAST_ROWS = 3
SHARED_ROWS = 0.75
"""Tables of one kind share this much at most: names of shops and of faults come again."""
_ROW = re.compile(
    r"^[ \t|]*\d{1,3}[.、)]?[ \t|]*[^\n\t|,:;(]{2,60}"
    r"(?:[ \t]*[|\t,:;(][ \t]*[^\n\t|,:;(]{2,80}){2,}",
    re.MULTILINE,
)
SAME_NAME = 0.6
"""Names more alike than this are one, misspelled."""
_LATIN_NAME = re.compile("[A-Za-z]{4,20}")
_DAY = re.compile(r"\d{1,4}")
_SITE_DATE = re.compile(r"(?:发布|更新|来源|日期|时间)[^\n]{0,8}$")
_SENTENCE_EDGE = re.compile(r"[。!?;:\n！？；：]")


def is_joint(canon: Canon, place: int) -> bool:
    """Whether two neighbouring code points stand in one sentence, with a comma between at most."""
    if place <= 0 or place >= len(canon):
        return False
    between = canon.folded.text[int(canon.at[place - 1]) + 1 : int(canon.at[place])]
    return not _SENTENCE_EDGE.search(between)


def is_torn(left: Canon, right: Canon, gap: Gap) -> bool:
    """Whether the two differ in line breaks only, which tear numbers: 第五|十四条."""
    if max(gap.left_end - gap.left, gap.right_end - gap.right) > TORN:
        return False
    one = left.folded_text(max(0, gap.left - 3), min(len(left), gap.left_end + 3))
    two = right.folded_text(max(0, gap.right - 3), min(len(right), gap.right_end + 3))
    return "".join(one.split()) == "".join(two.split())


def is_put_in_sentence(left: Canon, right: Canon, gap: Gap) -> bool:
    """Whether words were put in or taken out inside a sentence: ads stand between sentences.

    The side without the words tells: there the neighbours join in one sentence or they do not.
    """
    if gap.left_end - gap.left >= gap.right_end - gap.right:
        return is_joint(right, gap.right)
    return is_joint(left, gap.left)


def is_other_name(left: Canon, right: Canon, gap: Gap) -> bool:
    """Whether a name in Latin letters stands in another one's place: no damage does that."""
    if gap.left == gap.left_end or gap.right == gap.right_end:
        return False
    one = _letters_around(left, gap.left, gap.left_end)
    two = _letters_around(right, gap.right, gap.right_end)
    return bool(
        _LATIN_NAME.fullmatch(one)
        and _LATIN_NAME.fullmatch(two)
        and Indel.normalized_similarity(one.lower(), two.lower()) < SAME_NAME
    )


def _letters_around(canon: Canon, start: int, end: int) -> str:
    """Return the folded text of a stretch with the letters of the words that it cuts into."""
    text = canon.folded.text
    first, after = int(canon.at[start]), int(canon.at[end - 1]) + 1
    while first > 0 and text[first - 1].isascii() and text[first - 1].isalpha():
        first -= 1
    while after < len(text) and text[after].isascii() and text[after].isalpha():
        after += 1
    return text[first:after]


def _latest_version(text: str) -> tuple[int, ...]:
    """Return the year, month and day of the last version that a text's notes name."""
    text = "".join(text.split())  # lines may be cut anywhere
    days = (tuple(map(int, _DAY.findall(found[0])[:3])) for found in _LATER_VERSION.finditer(text))
    return max(days, default=())


def is_version_note(left: Canon, right: Canon, gap: Gap) -> bool:
    """Whether one side alone tells of a later version: 2022年3月29日 …第五次修订.

    A note that the other side has a later one of was lost on the way: it tells nothing.
    """
    sizes = gap.left_end - gap.left, gap.right_end - gap.right
    if min(sizes) > 4 or not 6 <= max(sizes) <= LONGEST_NOTE:
        return False
    canon, start, end = (
        (left, gap.left, gap.left_end) if sizes[0] > sizes[1] else (right, gap.right, gap.right_end)
    )
    other = right if canon is left else left
    text = canon.folded_text(start, min(end + 6, len(canon)))
    found = _LATER_VERSION.search(text)
    return (
        found is not None
        and found.start() < len(canon.folded_text(start, end)) - 4
        and not _SITE_DATE.search(text[: found.start()])
        and _latest_version(text) > _latest_version(other.folded.text[:NOTES_WITHIN])
    )


def prose_share(canon: Canon, covered: Mask, hull: tuple[int, int]) -> float:
    """Return the share of a text's sentence ends that are shared and lie in its hull."""
    ends = np.flatnonzero(canon.stops[1:] > canon.stops[:-1])
    inside = ends[(ends >= hull[0]) & (ends < hull[1])]
    return float(covered[inside].sum()) / max(4, len(ends))


def count_own(canon: Canon, covered: Mask, hull: tuple[int, int]) -> int:
    """Count the sentence ends outside a text's hull that the other text does not have either.

    A text printed twice has none, a page with other articles beside it has many.
    """
    ends = np.flatnonzero(canon.stops[1:] > canon.stops[:-1])
    outside = ends[(ends < hull[0]) | (ends >= hull[1])]
    return int((~covered[outside]).sum())


def is_in_sentence(canon: Canon, place: int) -> bool:
    """Whether a place stands on a line that holds a sentence end: headlines and links hold none."""
    line = canon.lines[place]
    first = int(np.searchsorted(canon.lines, line))
    after = int(np.searchsorted(canon.lines, line, side="right"))
    return int(canon.stops[min(after, len(canon))] - canon.stops[first]) > 0


def _is_prose(canon: Canon, start: int, end: int) -> bool:
    """Whether a stretch reads as sentences, not as a list of links or the frame of a site."""
    stops = int(canon.stops[end] - canon.stops[start])
    return stops >= 2 and int(canon.lines[end] - canon.lines[start]) <= max(2, 2 * stops)


def other_edges(left: Canon, right: Canon, findings: Findings) -> int:
    """Count the ends at which both texts go on in prose, each its own way.

    The beginning counts twice: copies are cut at the end, and what a site puts before a text is a
    frame of short lines; what it puts behind may be the next article.
    """
    count = 0
    (left_start, left_end), (right_start, right_end) = findings.left, findings.right
    room = min(left_start, right_start, EDGE)
    if room >= LEAST_EDGE:
        both = _is_prose(left, left_start - room, left_start) and _is_prose(
            right, right_start - room, right_start
        )
        count += 2 * both
    room = min(len(left) - left_end, len(right) - right_end, EDGE)
    if room >= LEAST_EDGE:
        count += _is_prose(left, left_end, left_end + room) and _is_prose(
            right, right_end, right_end + room
        )
    return count


def have_other_rows(canons: tuple[Canon, Canon], covered: tuple[Mask, Mask]) -> bool:
    """Whether both texts have a table, and much of either stands nowhere in the other text.

    Notices that name accounts or programs differ from batch to batch in their tables only.
    """
    return all(map(_has_own_rows, canons, covered))


def _has_own_rows(canon: Canon, covered: Mask) -> bool:
    rows = [row.span() for row in _ROW.finditer(canon.folded.text)]
    if len(rows) < LEAST_ROWS:
        return False
    places = [np.searchsorted(canon.at, row) for row in rows]
    size = sum(after - first for first, after in places)
    shared = sum(int(covered[first:after].sum()) for first, after in places)
    return bool(shared <= SHARED_ROWS * size)


def has_own_leads(left: Canon, right: Canon, findings: Findings) -> bool:
    """Whether both texts say something of their own, in a sentence, before what they share.

    What stands far down in a text has the text itself before it: it was taken from the middle,
    unless it is no more than a sentence.
    """
    farthest = FARTHEST_LEAD if findings.matched >= LEAST_MIDDLE else max(len(left), len(right))
    return all(
        OWN_LEAD <= start <= farthest
        and int(canon.stops[start] - canon.stops[max(0, start - LEAD)])
        for canon, start in ((left, findings.left[0]), (right, findings.right[0]))
    )
