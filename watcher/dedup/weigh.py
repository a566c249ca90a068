"""What an alignment says: how much is carried, what was replaced, left out, put in.

Mirrors add (furniture, ads, leads), cut (an end, a part) and damage (a character here and there).
They do not put another passage in a passage's place, change several figures, or renumber articles:
that is how next year's notice, the next batch or an amended regulation differ from this one.
"""

from __future__ import annotations

import re

import numpy as np

from watcher.dedup.align import LEAST_MATCHED, Alignment, Block, Gap, Mask, gaps_of
from watcher.dedup.canon import Canon, numbers_of
from watcher.dedup.edits import EXCHANGED, Piece, settle
from watcher.dedup.findings import Change, Findings
from watcher.dedup.han_figures import has_numeral, spelled_differently
from watcher.dedup.layout import (
    count_own,
    has_own_leads,
    have_other_rows,
    is_in_sentence,
    is_other_name,
    is_put_in_sentence,
    is_torn,
    is_version_note,
    other_edges,
    prose_share,
)
from watcher.dedup.numerals import FIGURE_PLANE, is_ordinal, year_of

LONG = 12
"""Code points from which a replaced stretch is a passage, not a slip or a synonym."""
NUMBER_GAP = 40
SHUFFLED = 0.04
IN_STEP = 0.8
COUNTER = 4
"""Code points behind a number that say what is counted: 个工作日."""
_DIGITS = re.compile(r"\d+")

Counts = memoryview
"""In a gap longer than this the numbers belong to a replaced passage and are not counted twice."""


def _best_segment(blocks: tuple[Block, ...], lonely: tuple[Counts, Counts]) -> tuple[int, int]:
    """Return [first, last] of the links that hold together: a local alignment's best stretch.

    A link far behind a replaced passage longer than itself is chance (a stock phrase, a footer).
    ``lonely`` counts, before each place of each side, what the other text has nowhere.
    """
    best, best_at, total, start = -1.0, (0, 0), 0.0, 0
    for index, block in enumerate(blocks):
        if index:
            before = blocks[index - 1]
            left = lonely[0][block.left] - lonely[0][before.left + before.length]
            right = lonely[1][block.right] - lonely[1][before.right + before.length]
            total -= min(left, right) + 0.25 * abs(left - right) ** 0.8
        if total <= 0:
            total, start = 0.0, index
        total += block.length
        if total > best:
            best, best_at = total, (start, index)
    return best_at


def _without(some: list[int], others: list[int]) -> list[int]:
    """Return the numbers that the others lack, each as often as they lack it."""
    rest = list(others)
    left = []
    for code in some:
        if code in rest:
            rest.remove(code)
        else:
            left.append(code)
    return left


def _numbers_changed(left: list[int], right: list[int]) -> tuple[int, int, int]:
    """Return (figures, years among them, ordinals) that differ between two gaps."""
    gone, come = _without(left, right), _without(right, left)
    ordinals = min(sum(map(is_ordinal, gone)), sum(map(is_ordinal, come)))
    figures = min(
        sum(not is_ordinal(code) for code in gone), sum(not is_ordinal(code) for code in come)
    )
    years = min(
        sum(year_of(code) is not None for code in gone),
        sum(year_of(code) is not None for code in come),
    )
    return figures, years, ordinals


def _whole(canon: Canon, start: int, end: int) -> str:
    """Return the folded text of a stretch and of the numbers it cuts into, white space out."""
    while start > 0 and canon.codes[start - 1] >= FIGURE_PLANE:
        start -= 1
    while end < len(canon) and canon.codes[end] >= FIGURE_PLANE:
        end += 1
    return "".join(canon.folded_text(start, end).split())


def _around(canon: Canon, start: int, end: int) -> str:
    """Return the folded text of a stretch with the whole numbers and counters at its edges."""
    end = min(end + COUNTER, len(canon))
    while start > 0 and _is_numeral(canon, start - 1):
        start -= 1
    while end < len(canon) and _is_numeral(canon, end - 1) and _is_numeral(canon, end):
        end += 1
    return canon.folded_text(start, end)


def _is_numeral(canon: Canon, place: int) -> bool:
    code = int(canon.codes[place])
    return code >= FIGURE_PLANE or has_numeral(chr(code))


def _is_slip(one: str, two: str) -> bool:
    """Whether one digit was lost or doubled in copying: 96000 for 960000."""
    shorter, longer = sorted((one, two), key=len)
    places = range(len(longer))
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in places
    )


class _Scale:
    """Weighs the gaps of one alignment into findings."""

    def __init__(
        self,
        texts: tuple[Canon, Canon],
        alignment: Alignment,
        lonely: tuple[Counts, Counts],
        findings: Findings,
    ) -> None:
        self.left, self.right = texts
        self.alignment, self.findings = alignment, findings
        self._lonely_left, self._lonely_right = lonely

    def add(self, gap: Gap) -> None:
        mine = self._lonely_left[gap.left_end] - self._lonely_left[gap.left]
        theirs = self._lonely_right[gap.right_end] - self._lonely_right[gap.right]
        if not (mine or theirs) or is_torn(self.left, self.right, gap):
            return
        findings, both = self.findings, min(mine, theirs)
        findings.left_only += mine - both
        findings.right_only += theirs - both
        self._add_numbers(gap)
        if both >= LONG:
            findings.replaced += both
            findings.changes.append(Change("replaced", gap))
        else:
            findings.scattered += both
        if is_version_note(self.left, self.right, gap):
            findings.versions += 1
            findings.changes.append(Change("version", gap))
        elif both >= 2 or (
            max(mine, theirs) >= 2 and is_put_in_sentence(self.left, self.right, gap)
        ):
            findings.pieces.append(Piece(*self._own(gap)))
            findings.changes.append(Change("edit", gap))

    def _own(self, gap: Gap) -> tuple[str, str]:
        """Return what of a gap the other text lacks altogether, on each side."""
        left = self.left.codes[gap.left : gap.left_end]
        right = self.right.codes[gap.right : gap.right_end]
        left = left[~self.alignment.left_covered[gap.left : gap.left_end]]
        right = right[~self.alignment.right_covered[gap.right : gap.right_end]]
        return left.tobytes().decode("utf-32-le"), right.tobytes().decode("utf-32-le")

    def _add_numbers(self, gap: Gap) -> None:
        if max(gap.left_end - gap.left, gap.right_end - gap.right) > NUMBER_GAP:
            return
        own = self._own(gap)
        if is_other_name(self.left, self.right, gap):
            self.findings.figures += 1
            self.findings.changes.append(Change("figure", gap))
        left, right = ([ord(c) for c in side if ord(c) >= FIGURE_PLANE] for side in own)
        if not left or not right:
            if any(map(has_numeral, own)):
                self._add_spelled(gap)
            return
        changed = _numbers_changed(left, right)
        one_digits = two_digits = ""
        if changed[0]:  # a line break may have torn a number (14.91万 | 亿), damage a date (7?15?)
            one = _whole(self.left, gap.left, gap.left_end)
            two = _whole(self.right, gap.right, gap.right_end)
            printed = sorted(_DIGITS.findall(one)), sorted(_DIGITS.findall(two))
            one_digits, two_digits = "".join(_DIGITS.findall(one)), "".join(_DIGITS.findall(two))
            if one_digits and (printed[0] == printed[1] or one_digits == two_digits):
                return
            changed = min(changed, _numbers_changed(numbers_of(one), numbers_of(two)))
        findings = self.findings
        findings.slips += changed[0] == 1 and not changed[1] and _is_slip(one_digits, two_digits)
        findings.figures += changed[0]
        findings.years += changed[1]
        findings.ordinals += changed[2]
        if any(changed):
            findings.changes.append(Change("figure", gap))

    def _add_spelled(self, gap: Gap) -> None:
        one = _around(self.left, gap.left, gap.left_end)
        two = _around(self.right, gap.right, gap.right_end)
        changed = spelled_differently(one, two)
        self.findings.figures += changed
        if changed:
            self.findings.changes.append(Change("figure", gap))


def _count_lonely(covered: Mask) -> Counts:
    """Return how many code points before each place the other text has nowhere."""
    counts = np.zeros(len(covered) + 1, dtype=np.int64)
    np.cumsum(~covered, out=counts[1:])
    return counts.data  # gives single numbers faster than the array, and makes no list


def _is_in_step(blocks: tuple[Block, ...]) -> bool:
    """Whether words were exchanged for others of the same length nearly everywhere."""
    gaps = [gap for gap in gaps_of(blocks) if gap.left < gap.left_end or gap.right < gap.right_end]
    equal = sum(gap.left_end - gap.left == gap.right_end - gap.right for gap in gaps)
    return len(gaps) >= EXCHANGED and equal >= IN_STEP * len(gaps)


def weigh(left: Canon, right: Canon, alignment: Alignment) -> Findings | None:
    """Weigh an alignment; None where the two share nothing."""
    blocks = alignment.blocks
    if not blocks:
        return None
    lonely = _count_lonely(alignment.left_covered), _count_lonely(alignment.right_covered)
    first, last = _best_segment(blocks, lonely)
    kept = blocks[first : last + 1]
    start, stop = kept[0], kept[-1]
    hulls = (start.left, stop.left + stop.length), (start.right, stop.right + stop.length)
    backbone = sum(block.length for block in kept)
    moved = min(
        int(alignment.left_covered[slice(*hulls[0])].sum()),
        int(alignment.right_covered[slice(*hulls[1])].sum()),
    )
    matched = max(backbone, moved)
    if matched < LEAST_MATCHED:
        return Findings(matched, *hulls, left_length=len(left), right_length=len(right))
    findings = Findings(
        matched=matched,
        left=hulls[0],
        right=hulls[1],
        left_length=len(left),
        right_length=len(right),
        beyond=sum(
            block.length
            for block in (*blocks[:first], *blocks[last + 1 :])
            if is_in_sentence(left, block.left) and is_in_sentence(right, block.right)
        ),
        left_prose=prose_share(left, alignment.left_covered, hulls[0]),
        right_prose=prose_share(right, alignment.right_covered, hulls[1]),
        left_own=count_own(left, alignment.left_covered, hulls[0]),
        right_own=count_own(right, alignment.right_covered, hulls[1]),
    )
    covered = alignment.left_covered, alignment.right_covered
    findings.edges = other_edges(left, right, findings)
    findings.has_other_rows = have_other_rows((left, right), covered)
    findings.own_leads = has_own_leads(left, right, findings)
    scale = _Scale((left, right), alignment, lonely, findings)
    for gap in gaps_of(kept):
        scale.add(gap)
    settled = settle(
        findings.pieces,
        is_renumbered=bool(findings.versions or findings.ordinals > 1),
        is_in_step=_is_in_step(kept),
        is_shuffled=findings.matched - backbone > SHUFFLED * findings.matched,
    )
    findings.edits, findings.cuts = settled.wordings, settled.cuts
    findings.digests = settled.digests
    exchanged = sum(len(p.left) for p in settled.spun if len(p.left) >= LONG)
    findings.replaced -= exchanged  # words exchanged side by side are no other passage
    findings.scattered += exchanged
    return findings
