"""The candidates of one page, laid on it one by one: what each is to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.dedup.align import Alignment, Prepared, align, prepared
from watcher.dedup.findings import Findings
from watcher.dedup.keys import same_title
from watcher.dedup.roundups import Carried, are_apart, is_item_of, is_roundup_of
from watcher.dedup.shingles import MOST, RATE, RATE_SHORT, SHORT
from watcher.dedup.verdicts import Context, Kind, Verdict, judge
from watcher.dedup.weigh import weigh
from watcher.model.document import Document
from watcher.model.match import Candidate, Fingerprint, Relation
from watcher.model.source import Tier

LEAST_WEIGHT = 0.5
"""A candidate that shares less than this (rarity-weighted) is not aligned."""
CLEAR_SCORE = 0.9
FAR_BEHIND = 0.5
"""After a clear copy, candidates with less than this part of its weight are not aligned."""
EDITION_WEIGHT = 0.6
"""Another edition of the same paper sets a mark too, a lower one."""
LEAST_SHARED = 2
"""One shingle is a stock phrase: so many at least are shared by the copy of a text..."""
LEAST_INDEXED = 15
"""...of which so many are indexed. Shorter ones may share none, and the same title is a reason."""
CHANCE = 2
LEAST_EXPECTED = 0.12
"""Least part of the shingles expected of a copy: a third carried, a third of those undamaged."""
LEAST_GATHERED = 2
PIECE_LENGTH = 0.8
PIECE_SHINGLES = 0.4
"""Part of its shingles that an undamaged piece shares; frames and stock phrases share less."""
LEAST_PIECE = 60
PIECE_SHARE = 0.3
"""Of an abridged item so much at least stands in a roundup; less is a quotation."""
WHOLE_PAGE = 0.7
"""Of a roundup, a copy that carries less than this is one of its items."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that was laid on the page, which is on the left."""

    candidate: Candidate
    prepared: Prepared
    alignment: Alignment
    findings: Findings
    verdict: Verdict


def _shares_little(document: Document, fingerprint: Fingerprint, candidate: Candidate) -> bool:
    """Whether too few shingles are shared for a copy, judged by the sample alone."""
    if candidate.shared is None:
        return False
    indexed = _indexed(fingerprint, candidate)
    if candidate.shared < LEAST_SHARED:
        titles = document.title, candidate.document.title
        return indexed >= LEAST_INDEXED and not same_title(*titles)
    return candidate.shared < LEAST_EXPECTED * indexed - CHANCE


def _indexed(fingerprint: Fingerprint, candidate: Candidate) -> float:
    """Return how many shingles of the shorter text are in the sample of the longer one."""
    other = len(candidate.document.body)
    shorter, longer = sorted((max(fingerprint.length, 1), max(other, 1)))
    return shorter / max(RATE_SHORT if longer <= SHORT else RATE, longer / MOST)


def _stands_within(fingerprint: Fingerprint, candidate: Candidate) -> bool:
    """Whether a much lighter candidate may be a piece of the page that opened its own notice."""
    if candidate.shared is None or len(candidate.document.body) > PIECE_LENGTH * fingerprint.length:
        return False
    return candidate.shared >= PIECE_SHINGLES * _indexed(fingerprint, candidate)


def _unless_roundup(one: Judged, document: Document, own: Prepared) -> Judged:
    """Turn a copy's verdict where one page has the other as an item among others."""
    other, score = one.candidate.document, one.verdict.score
    if one.verdict.kind is not Kind.COPY:
        return one
    mine, theirs = one.findings.shares
    is_gathered = one.candidate.gathers and theirs < WHOLE_PAGE
    has_gathered = one.candidate.gathers and mine < WHOLE_PAGE
    if is_gathered or is_item_of(document, other, one.prepared.canon, one.findings):
        verdict = Verdict(Kind.ITEM, score, ("that page is a roundup of several texts",))
    elif has_gathered or is_roundup_of(document, other, own.canon, one.findings):
        verdict = Verdict(Kind.ROUNDUP, score, ("this page is a roundup of several texts",))
    else:
        return one
    return replace(one, verdict=verdict)


def judge_all(
    document: Document, fingerprint: Fingerprint, own: Prepared, candidates: Sequence[Candidate]
) -> list[Judged]:
    """Judge the candidates by falling weight, as far as they may still say something."""
    judged: list[Judged] = []
    done: set[str] = set()
    clear_weight = 0.0
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.page_id)):
        if candidate.weight < LEAST_WEIGHT:
            break
        if candidate.notice_id in done or not candidate.document.has_text:
            continue
        if candidate.weight < FAR_BEHIND * clear_weight and not _stands_within(
            fingerprint, candidate
        ):
            continue
        if _shares_little(document, fingerprint, candidate):
            continue
        other = prepared(candidate.document.body)
        alignment = align(own, other)
        findings = weigh(own.canon, other.canon, alignment)
        if findings is None:
            continue
        verdict = judge(findings, own.canon, other.canon, Context(document, candidate.document))
        one = Judged(candidate, other, alignment, findings, verdict)
        judged.append(_unless_roundup(one, document, own))
        verdict = judged[-1].verdict
        explained = candidate.weight * findings.matched / max(1, findings.left_length)
        if verdict.kind is Kind.COPY and verdict.score >= CLEAR_SCORE:
            done.add(candidate.notice_id)
            clear_weight = max(clear_weight, explained)
        elif verdict.kind is Kind.OTHER_EDITION:
            clear_weight = max(clear_weight, EDITION_WEIGHT * explained)
    return _unless_gathered(judged, own)


def _unless_gathered(judged: list[Judged], own: Prepared) -> list[Judged]:
    """Turn the verdicts where a page has several notices, or pieces of some, beside each other."""
    pieces = [place for place, one in enumerate(judged) if one.verdict.kind is Kind.COPY]
    roundups = [place for place in pieces if judged[place].candidate.gathers]
    if roundups:  # it is a copy of a known one: of all else it carries, it is a roundup too
        return [
            _as_roundup(one) if place in pieces and place not in roundups else one
            for place, one in enumerate(judged)
        ]
    if not pieces:
        pieces = [place for place, one in enumerate(judged) if _is_abridged(one)]
    if not any(one.verdict.kind is Kind.ROUNDUP for one in judged):
        if len({judged[place].candidate.notice_id for place in pieces}) < LEAST_GATHERED:
            return judged
        carried = [
            Carried(judged[place].findings.left, judged[place].candidate.document.title)
            for place in pieces
        ]
        if not are_apart(own.canon, carried):
            return judged
    for place in pieces:
        if judged[place].findings.shares[0] < WHOLE_PAGE:
            judged[place] = _as_roundup(judged[place])
    return judged


def _as_roundup(one: Judged) -> Judged:
    reason = "this page is a roundup of several texts"
    return replace(one, verdict=Verdict(Kind.ROUNDUP, one.verdict.score, (reason,)))


def _is_abridged(one: Judged) -> bool:
    """Whether a page carries an abridged form of another text: more than a quotation."""
    return (
        one.verdict.kind is Kind.QUOTES
        and one.findings.matched >= LEAST_PIECE
        and one.findings.shares[1] >= PIECE_SHARE
    )


def whole_copies(page: Document, others: Sequence[Document]) -> frozenset[int] | None:
    """Judge a page anew beside others that were taken for its copies.

    Returns None where it is one notice, and for a roundup of several the places of those that are
    copies of it as a whole: what came after it is judged as if it had come before.
    """
    candidates = [
        Candidate(
            page_id=place,
            notice_id=str(place),
            relation=Relation.ORIGINAL,
            document=other,
            tier=Tier.AGGREGATOR,
            weight=1.0,
            first_seen_on=date.min,
        )
        for place, other in enumerate(others)
    ]
    nothing = Fingerprint(shingles=(), keys=(), length=0)
    judged = judge_all(page, nothing, prepared(page.body), candidates)
    if all(one.verdict.kind is not Kind.ROUNDUP for one in judged):
        return None
    return frozenset(one.candidate.page_id for one in judged if one.verdict.kind is Kind.COPY)
