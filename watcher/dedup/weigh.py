"""What an alignment says: how much is carried, what was replaced, left out, put in.

Mirrors add (furniture, ads, leads), cut (an end, a part) and damage (a character here and there).
They do not put another passage in a passage's place, change several figures, or renumber articles:
that is how next year's notice, the next batch or an amended regulation differ from this one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from watcher.dedup.align import Alignment, Block, Gap, Mask
from watcher.dedup.canon import Canon, numbers_of
from watcher.dedup.numerals import FIGURE_PLANE, is_ordinal, year_of

LONG = 12
"""Code points from which a replaced stretch is a passage, not a slip or a synonym."""
NUMBER_GAP = 40
EDGE = 150
LEAST_EDGE = 40
"""In a gap longer than this the numbers belong to a replaced passage and are not counted twice."""
_LATER_VERSION = re.compile(
    r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2})[^\n]{0,60}?(?:通过|修正|修订|修改|公布|施行|批准)"
)
_SITE_DATE = re.compile(r"(?:发布|更新|来源|日期|时间)[^\n]{0,8}$")
_EDGE = re.compile(r"[。!?;:\n！？；：]")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference inside the shared stretch; ``kind`` says what it weighs."""

    kind: str
    gap: Gap


@dataclass(slots=True)
class Findings:
    """The weighed alignment of a left and a right text.

    Counts are code points unless said otherwise. ``left`` and ``right`` are the hulls of the shared
    stretch on each side. ``figures`` counts changed numbers, ``years`` changed years among them,
    ``ordinals`` changed ordinals, ``edits`` the wordings changed, put in or taken out in
    mid-sentence.
    """

    matched: int
    left: tuple[int, int]
    right: tuple[int, int]
    left_length: int
    right_length: int
    replaced: int = 0
    scattered: int = 0
    left_only: int = 0
    right_only: int = 0
    figures: int = 0
    years: int = 0
    ordinals: int = 0
    edits: int = 0
    versions: int = 0
    beyond: int = 0
    left_prose: float = 0.0
    right_prose: float = 0.0
    cuts: int = 0
    edges: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def shares(self) -> tuple[float, float]:
        """What part of each text is shared: of its characters or of its sentences."""
        left = max(self.matched / max(1, self.left_length), self.left_prose)
        right = max(self.matched / max(1, self.right_length), self.right_prose)
        return min(1.0, left), min(1.0, right)


def _best_segment(blocks: tuple[Block, ...]) -> tuple[int, int]:
    """Return [first, last] of the links that hold together: a local alignment's best stretch.

    A link far behind a replaced passage longer than itself is chance (a stock phrase, a footer).
    """
    best, best_at, total, start = -1.0, (0, 0), 0.0, 0
    for index, block in enumerate(blocks):
        if index:
            before = blocks[index - 1]
            left = block.left - before.left - before.length
            right = block.right - before.right - before.length
            total -= min(left, right) + 0.1 * abs(left - right) ** 0.8
        if total <= 0:
            total, start = 0.0, index
        total += block.length
        if total > best:
            best, best_at = total, (start, index)
    return best_at


def _numbers_changed(left: list[int], right: list[int]) -> tuple[int, int, int]:
    """Return (figures, years among them, ordinals) that differ between two gaps."""
    gone, come = Counter(left) - Counter(right), Counter(right) - Counter(left)
    ordinals = min(sum(map(is_ordinal, gone.elements())), sum(map(is_ordinal, come.elements())))
    figures = min(
        sum(not is_ordinal(code) for code in gone.elements()),
        sum(not is_ordinal(code) for code in come.elements()),
    )
    years = min(
        sum(year_of(code) is not None for code in gone.elements()),
        sum(year_of(code) is not None for code in come.elements()),
    )
    return figures, years, ordinals


def _whole_numbers(canon: Canon, start: int, end: int) -> list[int]:
    """Read the numbers of a stretch again with all white space out, whole dates included."""
    while start > 0 and canon.codes[start - 1] >= FIGURE_PLANE:
        start -= 1
    while end < len(canon) and canon.codes[end] >= FIGURE_PLANE:
        end += 1
    return numbers_of("".join(canon.folded_text(start, end).split()))


def _is_joint(canon: Canon, place: int) -> bool:
    """Whether two neighbouring code points stand in one sentence, with nothing but commas between."""
    if place <= 0 or place >= len(canon):
        return False
    between = canon.folded.text[int(canon.at[place - 1]) + 1 : int(canon.at[place])]
    return not _EDGE.search(between)


def _weigh_gap(
    findings: Findings, left: Canon, right: Canon, gap: Gap, own: tuple[int, int]
) -> None:
    mine, theirs = own
    both = min(mine, theirs)
    sizes = gap.left_end - gap.left, gap.right_end - gap.right
    numbers = left.numbers(gap.left, gap.left_end), right.numbers(gap.right, gap.right_end)
    if max(sizes) <= NUMBER_GAP and all(numbers):
        figures, years, ordinals = _numbers_changed(*numbers)
        if figures:  # a line break may have torn a number: 14.91万 | 亿
            whole = (
                _whole_numbers(left, gap.left, gap.left_end),
                _whole_numbers(right, gap.right, gap.right_end),
            )
            figures, years, ordinals = min((figures, years, ordinals), _numbers_changed(*whole))
        findings.figures += figures
        findings.years += years
        findings.ordinals += ordinals
        if figures or ordinals:
            findings.changes.append(Change("figure", gap))
    kind = ""
    if both >= LONG:
        findings.replaced += both
        kind = "replaced"
    else:
        findings.scattered += both
    findings.left_only += mine - both
    findings.right_only += theirs - both
    if _is_version_note(left, right, gap, sizes):
        findings.versions += 1
        kind = "version"
    elif both >= 2 or (max(own) >= 2 and _is_edit(left, right, gap, sizes)):
        findings.edits += 1
        findings.cuts += max(own) >= 4 and both <= 1
        kind = kind or "edit"
    if kind:
        findings.changes.append(Change(kind, gap))


def _is_edit(left: Canon, right: Canon, gap: Gap, sizes: tuple[int, int]) -> bool:
    """Whether words were put in or taken out inside a sentence: ads stand between sentences.

    The side without the words tells: there the neighbours join in one sentence or they do not.
    """
    if sizes[0] >= sizes[1]:
        return _is_joint(right, gap.right)
    return _is_joint(left, gap.left)


def _is_version_note(left: Canon, right: Canon, gap: Gap, sizes: tuple[int, int]) -> bool:
    """Whether one side alone tells of a later version: 2022年3月29日 …第五次修订."""
    if min(sizes) > 4 or max(sizes) < 6:
        return False
    canon, start, end = (
        (left, gap.left, gap.left_end)
        if sizes[0] > sizes[1]
        else (right, gap.right, gap.right_end)
    )
    text = canon.folded_text(start, min(end + 6, len(canon)))
    found = _LATER_VERSION.search(text)
    inside = len(canon.folded_text(start, end))
    return (
        found is not None
        and found.start() < inside - 4
        and not _SITE_DATE.search(text[: found.start()])
    )


def _prose_share(canon: Canon, covered: Mask, hull: tuple[int, int]) -> float:
    """Return the share of a text's sentence ends that are shared and lie in its hull."""
    ends = np.flatnonzero(canon.stops[1:] > canon.stops[:-1])
    inside = ends[(ends >= hull[0]) & (ends < hull[1])]
    return float(covered[inside].sum()) / max(4, len(ends))


def _is_prose(canon: Canon, start: int, end: int) -> bool:
    """Whether a stretch reads as sentences, not as a list of links or the frame of a site."""
    stops = int(canon.stops[end] - canon.stops[start])
    return stops >= 2 and int(canon.lines[end] - canon.lines[start]) <= max(2, 2 * stops)


def _other_edges(left: Canon, right: Canon, findings: Findings) -> int:
    """Count the ends at which both texts go on in prose, each its own way.

    The beginning counts twice: copies are cut at the end, and what a site puts before a text is a
    frame of short lines; what it puts behind may be the next article.
    """
    count = 0
    room = min(findings.left[0], findings.right[0], EDGE)
    if room >= LEAST_EDGE:
        count += 2 * (
            _is_prose(left, findings.left[0] - room, findings.left[0])
            and _is_prose(right, findings.right[0] - room, findings.right[0])
        )
    room = min(len(left) - findings.left[1], len(right) - findings.right[1], EDGE)
    if room >= LEAST_EDGE:
        count += _is_prose(left, findings.left[1], findings.left[1] + room) and _is_prose(
            right, findings.right[1], findings.right[1] + room
        )
    return count


def weigh(left: Canon, right: Canon, alignment: Alignment) -> Findings | None:
    """Weigh an alignment; None where the two share nothing."""
    blocks = alignment.blocks
    if not blocks:
        return None
    first, last = _best_segment(blocks)
    kept = blocks[first : last + 1]
    start, stop = kept[0], kept[-1]
    findings = Findings(
        matched=sum(block.length for block in kept),
        left=(start.left, stop.left + stop.length),
        right=(start.right, stop.right + stop.length),
        left_length=len(left),
        right_length=len(right),
        beyond=sum(block.length for block in blocks) - sum(block.length for block in kept),
    )
    findings.left_prose = _prose_share(left, alignment.left_covered, findings.left)
    findings.right_prose = _prose_share(right, alignment.right_covered, findings.right)
    findings.edges = _other_edges(left, right, findings)
    lonely_left = np.append(0, np.cumsum(~alignment.left_covered))
    lonely_right = np.append(0, np.cumsum(~alignment.right_covered))
    for gap in Alignment(kept, alignment.left_covered, alignment.right_covered).gaps():
        own = (
            int(lonely_left[gap.left_end] - lonely_left[gap.left]),
            int(lonely_right[gap.right_end] - lonely_right[gap.right]),
        )
        if any(own):
            _weigh_gap(findings, left, right, gap, own)
    return findings


def has_figures(canon: Canon) -> bool:
    """Whether a text holds any number at all."""
    return bool((canon.codes >= FIGURE_PLANE).any())
