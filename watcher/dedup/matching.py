"""The verdict on one page: which notice it carries and what it is to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.dedup.about import links_by_name
from watcher.dedup.align import Prepared, align, prepared
from watcher.dedup.canon import Canon, squeeze
from watcher.dedup.judging import Judged, judge_all
from watcher.dedup.relations import Pair, describe, link_relation, relation_of
from watcher.dedup.scripts import INJECTED, dress_of
from watcher.dedup.titles import match_title
from watcher.dedup.translations import match_translation, opens_translation
from watcher.dedup.verdicts import Context, Kind, judge
from watcher.dedup.weigh import weigh
from watcher.model.document import Document
from watcher.model.match import Candidate, Fingerprint, Link, Match, Relation, Span

UNKNOWN_ORIGINAL = "its original has not been seen"


def _are_editions(one: Judged, two: Judged) -> bool:
    """Whether two stored pages are editions of one paper: what fits both does not make them one."""
    findings = weigh(one.prepared.canon, two.prepared.canon, align(one.prepared, two.prepared))
    if findings is None:
        return False
    context = Context(one.candidate.document, two.candidate.document)
    verdict = judge(findings, one.prepared.canon, two.prepared.canon, context)
    return verdict.kind is Kind.OTHER_EDITION


def _links(judged: Sequence[Judged], own: Prepared, document: Document) -> tuple[Link, ...]:
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


def _with_named(links: tuple[Link, ...], named: tuple[Link, ...]) -> tuple[Link, ...]:
    """Add links by name to notices that no shared text links."""
    there = {link.notice_id for link in links}
    return (*links, *(link for link in named if link.notice_id not in there))


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
    for one in judge_all(document, fingerprint, own, candidates):
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
    document: Document, own: Prepared, judged: Sequence[Judged], links: tuple[Link, ...]
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
    judged = judge_all(document, fingerprint, own, candidates)
    copies = [one for one in judged if one.verdict.kind is Kind.COPY]
    known = {one.candidate.page_id for one in judged if one.verdict.kind is not Kind.APART}
    unjudged = [each for each in candidates if each.page_id not in known]
    named = links_by_name(document, unjudged)
    if not copies:
        titled = match_title(document, candidates)
        found = titled or match_translation(document, own.canon, unjudged)
        links = _with_named(_links(judged, own, document), named)
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
        links=tuple(
            link
            for link in _with_named(_links(others, own, document), named)
            if link.notice_id not in {best.candidate.notice_id, *also}
        ),
        additions=additions,
    )
