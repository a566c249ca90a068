"""The verdict on one page: which notice it carries and what it is to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.dedup.align import Alignment, Prepared, align, prepared
from watcher.dedup.canon import Canon, squeeze
from watcher.dedup.findings import Findings
from watcher.dedup.keys import same_title
from watcher.dedup.relations import Pair, describe, link_relation, relation_of
from watcher.dedup.roundups import carried_apart, is_item_of, is_roundup_of
from watcher.dedup.scripts import INJECTED, dress_of
from watcher.dedup.shingles import MOST, RATE, RATE_SHORT, SHORT
from watcher.dedup.titles import match_title
from watcher.dedup.translations import match_translation, opens_translation
from watcher.dedup.verdicts import Context, Kind, Verdict, judge
from watcher.dedup.weigh import weigh
from watcher.model.document import Document
from watcher.model.match import Candidate, Fingerprint, Link, Match, Relation, Span

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
WHOLE_PAGE = 0.7
"""Of a roundup, a copy that carries less than this is one of its items."""
UNKNOWN_ORIGINAL = "its original has not been seen"


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    prepared: Prepared
    alignment: Alignment
    findings: Findings
    verdict: Verdict


def _shares_little(document: Document, fingerprint: Fingerprint, candidate: Candidate) -> bool:
    """Whether too few shingles are shared for a copy, judged by the sample alone."""
    if candidate.shared is None:
        return False
    other = len(candidate.document.body)
    shorter, longer = sorted((max(fingerprint.length, 1), max(other, 1)))
    indexed = shorter / max(RATE_SHORT if longer <= SHORT else RATE, longer / MOST)
    if candidate.shared < LEAST_SHARED:
        titles = document.title, candidate.document.title
        return indexed >= LEAST_INDEXED and not same_title(*titles)
    return candidate.shared < LEAST_EXPECTED * indexed - CHANCE


def _unless_roundup(one: _Judged, document: Document, own: Prepared) -> _Judged:
    """Turn a copy's verdict where one page has the other as an item among others."""
    other, score = one.candidate.document, one.verdict.score
    if one.verdict.kind is not Kind.COPY:
        return one
    if is_item_of(document, other, one.prepared.canon, one.findings):
        verdict = Verdict(Kind.ITEM, score, ("that page is a roundup of several texts",))
    elif is_roundup_of(document, other, own.canon, one.findings):
        verdict = Verdict(Kind.ROUNDUP, score, ("this page is a roundup of several texts",))
    else:
        return one
    return replace(one, verdict=verdict)


def _judge_all(
    document: Document, fingerprint: Fingerprint, own: Prepared, candidates: Sequence[Candidate]
) -> list[_Judged]:
    judged: list[_Judged] = []
    done: set[str] = set()
    clear_weight = 0.0
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.page_id)):
        if candidate.weight < max(LEAST_WEIGHT, FAR_BEHIND * clear_weight):
            break
        if candidate.notice_id in done or not candidate.document.has_text:
            continue
        if _shares_little(document, fingerprint, candidate):
            continue
        other = prepared(candidate.document.body)
        alignment = align(own, other)
        findings = weigh(own.canon, other.canon, alignment)
        if findings is None:
            continue
        verdict = judge(findings, own.canon, other.canon, Context(document, candidate.document))
        one = _Judged(candidate, other, alignment, findings, verdict)
        judged.append(_unless_roundup(one, document, own))
        verdict = judged[-1].verdict
        explained = candidate.weight * findings.matched / max(1, findings.left_length)
        if verdict.kind is Kind.COPY and verdict.score >= CLEAR_SCORE:
            done.add(candidate.notice_id)
            clear_weight = max(clear_weight, explained)
        elif verdict.kind is Kind.OTHER_EDITION:
            clear_weight = max(clear_weight, EDITION_WEIGHT * explained)
    return _unless_gathered(judged, own)


def _unless_gathered(judged: list[_Judged], own: Prepared) -> list[_Judged]:
    """Turn the copies' verdicts where a page has several notices beside each other."""
    copies = [place for place, one in enumerate(judged) if one.verdict.kind is Kind.COPY]
    if any(one.verdict.kind is Kind.ROUNDUP for one in judged):
        parts = [p for p in copies if judged[p].findings.shares[0] < WHOLE_PAGE]
    elif len({judged[place].candidate.notice_id for place in copies}) < LEAST_GATHERED:
        return judged
    else:
        apart = carried_apart(own.canon, [judged[place].findings.left for place in copies])
        parts = [copies[each] for each in apart]
    for place in parts:
        score = judged[place].verdict.score
        verdict = Verdict(Kind.ROUNDUP, score, ("this page is a roundup of several texts",))
        judged[place] = replace(judged[place], verdict=verdict)
    return judged


def _are_editions(one: _Judged, two: _Judged) -> bool:
    """Whether two stored pages are editions of one paper: what fits both does not make them one."""
    findings = weigh(one.prepared.canon, two.prepared.canon, align(one.prepared, two.prepared))
    if findings is None:
        return False
    context = Context(one.candidate.document, two.candidate.document)
    verdict = judge(findings, one.prepared.canon, two.prepared.canon, context)
    return verdict.kind is Kind.OTHER_EDITION


def _links(judged: Sequence[_Judged], own: Prepared, document: Document) -> tuple[Link, ...]:
    links: dict[str, Link] = {}
    for one in judged:
        if one.verdict.kind in (Kind.COPY, Kind.APART):
            continue
        pair = Pair(document, own.canon, one.candidate.document, one.prepared.canon, one.findings)
        relation = link_relation(pair, one.verdict)
        if relation is not None and one.candidate.notice_id not in links:
            evidence = (
                f"Shares {one.findings.matched:,} characters with "
                f"“{squeeze(one.candidate.document.title)}”, but {'; '.join(one.verdict.reasons)}."
            )
            links[one.candidate.notice_id] = Link(
                notice_id=one.candidate.notice_id,
                relation=relation,
                score=one.verdict.score,
                evidence=evidence,
            )
    return tuple(links.values())


@dataclass(frozen=True, slots=True)
class Examined:
    """One candidate as it was judged, for showing: ``kind`` and ``reasons`` are plain English.

    ``shares`` is what part of the page and of the candidate is shared; ``spans`` are the longest
    shared and changed stretches of both.
    """

    candidate: Candidate
    kind: str
    score: float
    reasons: tuple[str, ...]
    matched: int
    shares: tuple[float, float]
    spans: tuple[Span, ...]


def examine(
    document: Document, fingerprint: Fingerprint, candidates: Sequence[Candidate]
) -> tuple[Examined, ...]:
    """Say of every candidate that was aligned how it was judged; best first.

    For explaining a verdict of :func:`match`, which looks at the same candidates in the same way.
    """
    if not document.has_text:
        return ()
    own = prepared(document.body)
    shown = []
    for one in _judge_all(document, fingerprint, own, candidates):
        other = one.candidate.document
        pair = Pair(document, own.canon, other, one.prepared.canon, one.findings)
        _, spans = describe(pair, one.alignment, Relation.REPOST)
        shown.append(
            Examined(
                candidate=one.candidate,
                kind=one.verdict.kind.value,
                score=one.verdict.score,
                reasons=one.verdict.reasons,
                matched=one.findings.matched,
                shares=one.findings.shares,
                spans=spans,
            )
        )
    return tuple(sorted(shown, key=lambda each: (-each.score, each.candidate.page_id)))


def _opening(
    document: Document, own: Prepared, judged: Sequence[_Judged], links: tuple[Link, ...]
) -> Match:
    """Open a new notice, saying so where the page is plainly a copy of something unseen."""
    dress = dress_of(document.body, own.canon.folded.text)
    relation, evidence = Relation.ORIGINAL, "No stored page carries this text."
    if dress.is_latin:
        if opens_translation(document, dress):
            relation = Relation.TRANSLATION
            evidence = f"English text about a Chinese notice; {UNKNOWN_ORIGINAL}."
    elif dress.injected >= INJECTED:
        relation = Relation.SCRIPT_VARIANT
        evidence = f"{dress.injected} readings stand behind characters; {UNKNOWN_ORIGINAL}."
    elif dress.is_traditional and dress.is_of_mainland:
        relation = Relation.SCRIPT_VARIANT
        evidence = f"A mainland notice in traditional characters; {UNKNOWN_ORIGINAL}."
    if any(one.verdict.kind is Kind.ROUNDUP for one in judged):
        relation = Relation.ROUNDUP
    if relation in (Relation.ORIGINAL, Relation.ROUNDUP) and links:
        best = max(links, key=lambda link: link.score)
        evidence = best.evidence
    return Match(relation=relation, evidence=evidence, links=links)


def match(
    document: Document,
    fingerprint: Fingerprint,
    candidates: Sequence[Candidate],
    *,
    canon: Canon | None = None,
) -> Match:
    """Say which notice a page carries, what it is to that notice, and why.

    ``candidates`` are the store's best pages for ``fingerprint``. The answer does not depend on
    their order. Never raises for odd texts; a page that matches nothing opens a new notice
    (``notice_id`` None). ``canon`` is the document's body in comparable form, where
    the caller has it.
    """
    if not document.has_text:
        found = match_title(document, candidates)
        return found or Match(
            relation=Relation.ORIGINAL, evidence="A title and a date only; nothing to compare."
        )
    own = prepared(document.body) if canon is None else Prepared(canon)
    judged = _judge_all(document, fingerprint, own, candidates)
    copies = [one for one in judged if one.verdict.kind is Kind.COPY]
    known = {one.candidate.page_id for one in judged if one.verdict.kind is not Kind.APART}
    unjudged = [each for each in candidates if each.page_id not in known]
    if not copies:
        titled = match_title(document, candidates)
        found = titled or match_translation(document, own.canon, unjudged)
        links = _links(judged, own, document)
        return replace(found, links=links) if found else _opening(document, own, judged, links)
    copies.sort(key=lambda one: (-one.verdict.score, one.candidate.page_id))
    best = copies[0]
    others = [one for one in judged if one.candidate.notice_id != best.candidate.notice_id]
    pair = Pair(document, own.canon, best.candidate.document, best.prepared.canon, best.findings)
    relation, additions = relation_of(pair)
    also = dict.fromkeys(
        one.candidate.notice_id
        for one in others
        if one.verdict.kind is Kind.COPY and not _are_editions(best, one)
    )
    for found in (
        match_title(document, candidates),
        match_translation(document, own.canon, unjudged),
    ):
        if found and found.notice_id:
            also |= dict.fromkeys((found.notice_id, *found.also))
    also.pop(best.candidate.notice_id, None)
    evidence, spans = describe(pair, best.alignment, relation)
    return Match(
        relation=relation,
        notice_id=best.candidate.notice_id,
        page_id=best.candidate.page_id,
        score=round(best.verdict.score, 4),
        evidence=evidence,
        spans=spans,
        also=tuple(also),
        links=tuple(link for link in _links(others, own, document) if link.notice_id not in also),
        additions=additions,
    )
