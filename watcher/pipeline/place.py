"""Step 7: find the notice of a page whose text is seen for the first time, or open one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher import dedup
from watcher.model.document import Document
from watcher.model.known import KnownPage
from watcher.model.match import COPIES, Candidate, Fingerprint, Match, Relation
from watcher.model.source import Tier
from watcher.pipeline import families
from watcher.pipeline.arrival import Arrival, Recorded, Verdict, hash_content
from watcher.pipeline.parting import find_parting, part
from watcher.pipeline.retelling import tell_parted
from watcher.pipeline.tell import Placed, Teller
from watcher.store import index, notices, pages
from watcher.store.database import Transaction

MOST_PARTINGS = 3
"""Families that one page may take apart."""


def judge(
    tx: Transaction, document: Document, print_: Fingerprint, canon: dedup.Canon | None = None
) -> tuple[Match, tuple[Candidate, ...]]:
    """Return which stored notice a document carries, and among what, without storing anything."""
    candidates = index.find_neighbours(tx, print_).candidates
    match = dedup.match(document, print_, candidates, canon=canon)
    parting = find_parting(tx, document, match, candidates)
    if parting is not None:
        staying = {page.id for page in parting.staying}
        candidates = tuple(
            replace(each, gathers=each.gathers or each.page_id in staying) for each in candidates
        )
        match = dedup.match(document, print_, candidates, canon=canon)
    return match, candidates


def _judge(
    tx: Transaction, arrival: Arrival, *, except_page: int | None = None
) -> tuple[Match, index.Neighbours]:
    neighbours = index.find_neighbours(tx, arrival.print_, except_page=except_page)
    document, print_, canon = arrival.document, arrival.print_, arrival.canon
    return dedup.match(document, print_, neighbours.candidates, canon=canon), neighbours


def _judge_parting(
    tx: Transaction, arrival: Arrival, *, now: datetime, except_page: int | None = None
) -> tuple[Match, index.Neighbours, list[KnownPage]]:
    """Judge a document, and again after each family that it shows to be several notices.

    Returns the pages of those families besides.
    """
    match, neighbours = _judge(tx, arrival, except_page=except_page)
    parted: list[KnownPage] = []
    for _ in range(MOST_PARTINGS):
        parting = find_parting(tx, arrival.document, match, neighbours.candidates)
        if parting is None:
            break
        parted += part(tx, parting, now=now)
        match, neighbours = _judge(tx, arrival, except_page=except_page)
    return match, neighbours, parted


def place_first_text(
    tx: Transaction,
    arrival: Arrival,
    teller: Teller,
    page_id: int,
    evidence_id: int | None,
    *,
    is_known: bool,
    now: datetime,
) -> Recorded:
    """Find the notice of a page whose text is seen for the first time, or open one."""
    match, neighbours, parted = _judge_parting(tx, arrival, now=now)
    document, labels = arrival.document, arrival.labels
    content_hash = hash_content(document)
    joined = match.notice_id is not None and match.relation in COPIES
    tier = arrival.source.tier.value
    notice_id = match.notice_id if joined else None
    if notice_id is None:
        notice_id = notices.open_notice(tx, page_id, document, labels, tier=tier, now=now)
        notices.add_links(tx, notice_id, match.links)
    if match.relation is Relation.ROUNDUP:
        notices.set_gathers(tx, notice_id)
    families.merge_found(tx, notice_id, notices.like_in_kind(tx, notice_id, match.also))
    pages.add_revision(
        tx,
        page_id,
        document,
        labels,
        content_hash=content_hash,
        seen_at=now,
        evidence_id=evidence_id,
        seq=None if is_known else 1,
    )
    notices.join_page(tx, page_id, notice_id, match)
    index.add_page(tx, page_id, arrival.print_, neighbours)
    placed = Placed(
        arrival=arrival,
        notice_id=notice_id,
        page_id=page_id,
        match=match,
        content_hash=content_hash,
        evidence_id=evidence_id,
    )
    tell_parted(tx, teller, parted)
    if not joined:
        teller.tell_new(tx, placed)
    elif _is_better_original(tx, arrival, notice_id, match):
        match = _take_over(tx, placed)
        teller.tell_official(tx, replace(placed, match=match))
    else:
        _choose_anew(tx, placed)
        teller.tell_copy(tx, placed)
    return Recorded(
        verdict=Verdict.COPY if joined else Verdict.NEW,
        notice_id=notice_id,
        page_id=page_id,
        match=match,
        labels=labels,
        has_text=arrival.document.has_text,
    )


def _choose_anew(tx: Transaction, placed: Placed) -> None:
    """Let the best page stand for a notice that a copy has joined, or that others went into."""
    page = pages.get_page(tx, placed.page_id)
    document = placed.arrival.document
    if placed.match.also or families.speaks_better(tx, placed.notice_id, page, document):
        families.choose_original(tx, placed.notice_id)


def _is_better_original(tx: Transaction, arrival: Arrival, notice_id: str, match: Match) -> bool:
    """Whether an arriving copy stands closer to the issuer than the page that speaks for it now."""
    summary = notices.get_notice(tx, notice_id)
    if summary is None or match.relation in {Relation.EXCERPT, Relation.TRANSLATION}:
        return False
    present = pages.get_page(tx, summary.original_page_id)
    return arrival.source.tier.rank < Tier(present.tier).rank


def _take_over(tx: Transaction, placed: Placed) -> Match:
    """Let the arriving page stand for the notice; the former one becomes what it is to the new."""
    arrival, notice_id = placed.arrival, placed.notice_id
    summary = notices.get_notice(tx, notice_id)
    assert summary is not None  # noqa: S101  # checked by the caller
    former = pages.get_page(tx, summary.original_page_id)
    former_document = pages.present_document(tx, former.id)
    own = Candidate(
        page_id=placed.page_id,
        notice_id=notice_id,
        relation=Relation.ORIGINAL,
        document=arrival.document,
        tier=arrival.source.tier,
        weight=1.0,
        first_seen_on=former.first_seen_at.date(),
    )
    if former_document is not None and former.notice_id == notice_id:
        back = dedup.match(former_document, dedup.fingerprint(former_document), (own,))
        relation = back.relation if back.relation in COPIES else Relation.REPOST
        notices.join_page(tx, former.id, notice_id, replace(back, relation=relation))
    match = replace(placed.match, relation=Relation.ORIGINAL)
    notices.join_page(tx, placed.page_id, notice_id, match)
    notices.set_original(
        tx,
        notice_id,
        placed.page_id,
        arrival.document,
        arrival.labels,
        tier=arrival.source.tier.value,
    )
    return match


def join_late(
    tx: Transaction, arrival: Arrival, known: KnownPage, teller: Teller, *, now: datetime
) -> None:
    """Merge the notice of a page that had a title only into the one its text belongs to."""
    match, _, parted = _judge_parting(tx, arrival, now=now, except_page=known.id)
    own = pages.get_page(tx, known.id).notice_id
    if own is None:
        return
    if match.relation is Relation.ROUNDUP:
        notices.set_gathers(tx, own)
    if match.notice_id is not None and match.relation in COPIES:
        also = notices.like_in_kind(tx, match.notice_id, match.also)
        if own not in families.merge_found(tx, match.notice_id, (own, *also)):
            notices.join_page(tx, known.id, match.notice_id, match)
            if also:
                families.choose_original(tx, match.notice_id)
    tell_parted(tx, teller, parted)
