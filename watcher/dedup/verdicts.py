"""From the weighed alignment of two texts to what they are to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from watcher.dedup.align import LEAST_MATCHED
from watcher.dedup.canon import Canon
from watcher.dedup.findings import Findings
from watcher.dedup.keys import same_title, title_key
from watcher.dedup.numerals import ORDINAL_FROM, ORDINAL_SIZE
from watcher.dedup.scripts import is_converted
from watcher.dedup.wrong_charset import turned_back
from watcher.model.document import Document

MAIN_SHARE = 0.5
LEAST_SHARE = 0.25
LEAST_OTHER_SHARE = 0.02
LONG_MATCH = 600
"""Shared in order without a break worth the name, this much is no quotation."""
MOST_REPLACED = 0.03
MOST_SCATTERED = 0.25
MOST_BEYOND = 20
ARTICLES = 4
"""Articles in the shared stretch from which a text is read as a regulation."""
LOST = "\ufffd"
MANY_LOST = 5
MOST_EDITS = 2
REVISED_SHARE = 0.6
"""A page that keeps so much of its text, its title and its address was revised."""
SHORT_MATCH = 200
WHOLE_SHARE = 0.7
SMALL_MATCH = 150
"""Below this a single changed figure may be the only fact of the text."""


class Kind(StrEnum):
    """What two texts are to each other."""

    COPY = "copy"
    OTHER_EDITION = "other edition"
    """Same text for another year, batch or month, or an amended regulation."""
    ITEM = "item"
    """The left text is one item of the right page, a roundup."""
    ROUNDUP = "roundup"
    """The left page is a roundup; the right text is one of its items."""
    QUOTES = "quotes"
    """Shares passages, too few or too scattered for a copy."""
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` is 0..1, how sure a copy is; ``reasons`` are short English phrases."""

    kind: Kind
    score: float
    reasons: tuple[str, ...]


class Context:
    """What two pages say beside their texts; looked up only where the alignment leaves a doubt."""

    def __init__(self, one: Document, two: Document) -> None:
        self._one, self._two = one, two

    @cached_property
    def same_title(self) -> bool:
        """Whether the titles name the same paper."""
        return same_title(self._one.title, self._two.title)

    @cached_property
    def is_garbled(self) -> bool:
        """Whether one side went through a wrong charset, which loses characters for good."""
        bodies = self._one.body, self._two.body
        return any(
            body.count(LOST) >= MANY_LOST or turned_back(body) is not body for body in bodies
        )

    @cached_property
    def same_address(self) -> bool:
        """Whether both were read at one address, under one title."""
        one, two = self._one, self._two
        return bool(one.url) and one.url == two.url and title_key(one.title) == title_key(two.title)

    @cached_property
    def is_converted(self) -> bool:
        """Whether one side was converted to traditional characters.

        Conversion changes regional words (資訊 for 信息) all over a text.
        """
        return is_converted(self._one.body) or is_converted(self._two.body)


def _count_figures(count: int) -> str:
    return "1 figure or date differs" if count == 1 else f"{count} figures or dates differ"


def _article_heads(canon: Canon, hull: tuple[int, int]) -> int:
    """Count the ordinals (第三条) that begin a line in a stretch."""
    start, end = max(hull[0], 1), hull[1]
    codes = canon.codes[start:end]
    ordinal = (codes >= ORDINAL_FROM) & (codes < ORDINAL_FROM + ORDINAL_SIZE)
    return int((ordinal & (canon.lines[start:end] > canon.lines[start - 1 : end - 1])).sum())


def _is_regulation(pair: tuple[Canon, Canon], findings: Findings) -> bool:
    left, right = pair
    heads = _article_heads(left, findings.left), _article_heads(right, findings.right)
    return max(heads) >= ARTICLES


def _divergences(findings: Findings, pair: tuple[Canon, Canon], context: Context) -> list[str]:
    """Return why the two are different papers although they share a stretch."""
    matched = findings.matched
    slips = int(matched >= SMALL_MATCH and (not findings.edits or context.is_garbled))
    figures = findings.figures - min(1, findings.slips)
    parts = findings.edges + figures + (findings.beyond > MOST_BEYOND)
    left_out = min(findings.left_only, findings.right_only)
    checks = (
        (
            findings.replaced > MOST_REPLACED * matched,
            f"{findings.replaced} characters of it are replaced by other text",
        ),
        (
            findings.scattered > MOST_SCATTERED * matched,
            f"{findings.scattered} characters differ here and there",
        ),
        (figures > slips, _count_figures(findings.figures)),
        (
            findings.beyond > max(MOST_BEYOND, 0.03 * matched),
            "the two part ways and meet again further on",
        ),
        (left_out > 0.1 * matched, "each leaves out parts of the other"),
        (findings.ordinals > 1, f"{findings.ordinals} ordinals differ"),
        (parts > 1, "the two begin or end differently"),
        (findings.has_other_rows, "their tables name different things"),
        (findings.versions > 0, "one of them names a later version"),
    )
    reasons = [reason for holds, reason in checks if holds]
    if findings.edits > MOST_EDITS and _is_regulation(pair, findings):
        edits = findings.cuts if context.is_converted else findings.edits
        edits = findings.digests if context.is_garbled else edits
        if edits > MOST_EDITS:
            reasons.append(f"{edits} wordings of its articles differ")
    return reasons


def _shares_enough(findings: Findings, context: Context) -> bool:
    """Whether one text carries enough of the other to be its copy or excerpt.

    Half of either is enough. Less is enough where the titles agree: a cut copy within a long frame.
    """
    most, least = max(findings.shares), min(findings.shares)
    shorter = min(findings.left_length, findings.right_length)
    if findings.matched < SHORT_MATCH and findings.digests:
        return False  # sentences were condensed: a digest in the paper's words
    if findings.matched < min(SHORT_MATCH, WHOLE_SHARE * shorter) and (
        findings.own_leads or (findings.cuts if context.is_converted else findings.edits)
    ):  # two reports of one statement share the statement; each words the rest in its own way
        return False
    if most >= MAIN_SHARE:
        return True
    if most < LEAST_SHARE or least < LEAST_OTHER_SHARE:
        return False
    return findings.matched >= LONG_MATCH or context.same_title


def judge(findings: Findings, left: Canon, right: Canon, context: Context) -> Verdict:
    """Say what two texts are to each other; which is left makes no difference."""
    matched, share = findings.matched, max(findings.shares)
    if matched < LEAST_MATCHED:
        return Verdict(Kind.APART, 0.0, ("hardly a sentence in common",))
    if not _shares_enough(findings, context):
        reason = f"only {share:.0%} of either text is shared"
        if share >= MAIN_SHARE:
            reason = "that is short, and either says the rest in its own words"
        return Verdict(Kind.QUOTES, 0.3 * share, (reason,))
    reasons = _divergences(findings, (left, right), context)
    loss = findings.replaced + findings.scattered + 6 * findings.figures + 3 * findings.ordinals
    loss += findings.edits + 10 * findings.versions + findings.beyond
    loss += min(findings.left_only, findings.right_only)
    score = max(0.0, 1 - loss / matched) * (0.6 + 0.4 * share)
    if reasons and not (share >= REVISED_SHARE and context.same_address):
        kind = Kind.OTHER_EDITION if findings.replaced < 0.7 * matched else Kind.QUOTES
        return Verdict(kind, 0.5 * score, tuple(reasons))
    return Verdict(Kind.COPY, score, ())
