"""From the weighed alignment of two texts to what they are to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.dedup.canon import Canon
from watcher.dedup.numerals import ORDINAL_FROM, ORDINAL_SIZE
from watcher.dedup.findings import Findings

LEAST_MATCHED = 40
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
SHORT_MATCH = 200
WHOLE_SHARE = 0.7
SMALL_MATCH = 150
"""Below this a single changed figure may be the only fact of the text."""


class Kind(StrEnum):
    """What two texts are to each other."""

    COPY = "copy"
    OTHER_EDITION = "other edition"
    """Same text for another year, batch or month, or an amended regulation."""
    QUOTES = "quotes"
    """Shares passages, too few or too scattered for a copy."""
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` is 0..1, how sure a copy is; ``reasons`` are short English phrases."""

    kind: Kind
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the alignment.

    ``same_title`` is whether the titles agree; ``is_converted`` whether one side was converted to
    traditional characters, which changes regional words (資訊 for 信息) all over a text.
    """

    same_title: bool = False
    is_converted: bool = False


def _article_heads(canon: Canon, hull: tuple[int, int]) -> int:
    """Count the ordinals that begin a line in a stretch: 第三条 …"""
    start, end = max(hull[0], 1), hull[1]
    codes = canon.codes[start:end]
    ordinal = (codes >= ORDINAL_FROM) & (codes < ORDINAL_FROM + ORDINAL_SIZE)
    return int((ordinal & (canon.lines[start:end] > canon.lines[start - 1 : end - 1])).sum())


def _is_regulation(pair: tuple[Canon, Canon], findings: Findings) -> bool:
    left, right = pair
    heads = _article_heads(left, findings.left), _article_heads(right, findings.right)
    return max(heads) >= ARTICLES


def _divergences(
    findings: Findings, pair: tuple[Canon, Canon], context: Context
) -> list[str]:
    """Return why the two are different papers although they share a stretch."""
    reasons = []
    matched = findings.matched
    if findings.replaced > MOST_REPLACED * matched:
        reasons.append(f"{findings.replaced} characters of it are replaced by other text")
    if findings.scattered > MOST_SCATTERED * matched:
        reasons.append(f"{findings.scattered} characters differ here and there")
    beyond = findings.beyond > MOST_BEYOND
    slips = 1 if matched >= SMALL_MATCH and not findings.edits else 0
    if findings.figures > slips:
        reasons.append(f"{findings.figures} figures or dates differ")
    if findings.beyond > max(MOST_BEYOND, 0.03 * matched):
        reasons.append("the two part ways and meet again further on")
    if min(findings.left_only, findings.right_only) > 0.1 * matched:
        reasons.append("each leaves out parts of the other")
    if findings.ordinals > 1:
        reasons.append(f"{findings.ordinals} ordinals differ")
    if findings.edges + findings.figures + beyond > 1:
        reasons.append("the two begin or end differently")
    if findings.versions:
        reasons.append("one of them names a later version")
    edits = findings.cuts if context.is_converted else findings.edits
    if edits > 2 and _is_regulation(pair, findings):
        reasons.append(f"{edits} wordings of its articles differ")
    return reasons


def _shares_enough(findings: Findings, context: Context) -> bool:
    """Whether one text carries enough of the other to be its copy or excerpt.

    Half of either is enough. Less is enough where the titles agree: a cut copy within a long frame.
    """
    most, least = max(findings.shares), min(findings.shares)
    shorter = min(findings.left_length, findings.right_length)
    if findings.matched < min(SHORT_MATCH, WHOLE_SHARE * shorter):
        # Two reports of one statement share the statement; each words the rest in its own way.
        edits = findings.cuts if context.is_converted else findings.edits
        if edits or findings.own_leads:
            return False
    if most >= MAIN_SHARE:
        return True
    known = context.same_title or findings.matched >= LONG_MATCH
    return most >= LEAST_SHARE and least >= LEAST_OTHER_SHARE and known


def judge(findings: Findings, left: Canon, right: Canon, context: Context) -> Verdict:
    """Say what two texts are to each other; which is left makes no difference."""
    matched, share = findings.matched, max(findings.shares)
    if matched < LEAST_MATCHED:
        return Verdict(Kind.APART, 0.0, ("hardly a sentence in common",))
    if not _shares_enough(findings, context):
        return Verdict(Kind.QUOTES, 0.3 * share, (f"only {share:.0%} of either text is shared",))
    reasons = _divergences(findings, (left, right), context)
    loss = findings.replaced + findings.scattered + 6 * findings.figures + 3 * findings.ordinals
    loss += findings.edits + 10 * findings.versions + findings.beyond
    loss += min(findings.left_only, findings.right_only)
    score = max(0.0, 1 - loss / matched) * (0.6 + 0.4 * share)
    if reasons:
        kind = Kind.OTHER_EDITION if findings.replaced < 0.7 * matched else Kind.QUOTES
        return Verdict(kind, 0.5 * score, tuple(reasons))
    return Verdict(Kind.COPY, score, ())
