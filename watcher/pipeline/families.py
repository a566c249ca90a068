"""Which pages make one notice: merged when a page bridges two, or as a person decides.

A decision outlives whatever is found later: notices that a person took apart are not merged again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from watcher import dedup
from watcher.errors import InputError
from watcher.model.decision import DecisionKind
from watcher.model.document import Document
from watcher.model.known import KnownPage
from watcher.model.label import Label, Labels
from watcher.model.match import COPIES, Candidate, Match, Relation
from watcher.model.source import Tier
from watcher.store import decisions, notices, pages
from watcher.store.database import Transaction

WHOLE = 0.6
"""A page with less than this part of the longest text is an excerpt beside it."""
SIMPLIFIED = "zh-Hans"


def merge_found(tx: Transaction, keep: str, found: Sequence[str]) -> tuple[str, ...]:
    """Merge notices that a page showed to be one; return those that a person holds apart."""
    held = []
    for other in found:
        if decisions.are_apart(tx, keep, other):
            held.append(other)
        else:
            notices.merge_notice(tx, keep, other)
            decisions.follow_merge(tx, keep, other)
    return tuple(held)


def merge_by_hand(tx: Transaction, keep: str, drop: str, *, reason: str, now: datetime) -> None:
    """Put two notices together, whatever was decided or found about them before.

    Raises:
        InputError: they are one already.
    """
    if keep == drop:
        raise InputError(f"{keep} is already that notice")
    moved = notices.pages_of(tx, drop)
    notices.merge_notice(tx, keep, drop)
    decisions.add_decision(
        tx, DecisionKind.MERGE, keep, drop, detail=_names(moved), reason=reason, now=now
    )
    decisions.follow_merge(tx, keep, drop)
    choose_original(tx, keep)


def split_by_hand(
    tx: Transaction,
    notice_id: str,
    moved: Sequence[KnownPage],
    *,
    reason: str,
    now: datetime,
) -> str:
    """Take pages out of a notice into one of their own, for good; return the new notice's id.

    Raises:
        InputError: no page, or every page, of the notice was named.
    """
    members = notices.pages_of(tx, notice_id)
    gone = {page.id for page in moved}
    if not gone or gone == {page.id for page in members}:
        raise InputError(
            f"some pages of {notice_id} have to go and some to stay",
            hint=f"`watcher notices show {notice_id}` lists its pages.",
        )
    first = _best(tx, moved)
    document, labels = stored_document(tx, first), stored_labels(first)
    fresh = notices.open_notice(tx, first.id, document, labels, tier=first.tier, now=now)
    for page in moved:
        standing = Match(relation=Relation.ORIGINAL, evidence=f"Taken out of {notice_id} by hand.")
        notices.join_page(tx, page.id, fresh, standing)
    decisions.add_decision(
        tx, DecisionKind.SPLIT, notice_id, fresh, detail=_names(moved), reason=reason, now=now
    )
    choose_original(tx, fresh)
    choose_original(tx, notice_id)
    return fresh


def take_out(tx: Transaction, known: KnownPage) -> None:
    """Take a page out of a notice whose text it does not carry any more.

    One that no page carries now is withdrawn.
    """
    assert known.notice_id is not None  # noqa: S101  # the caller knows its notice
    pages.change_page(tx, known.id, notice_id=None)
    if notices.pages_of(tx, known.notice_id):
        choose_original(tx, known.notice_id)
    else:
        notices.set_withdrawn(tx, known.notice_id, withdrawn=True)


def choose_original(tx: Transaction, notice_id: str) -> int:
    """Let the best page stand for a notice, and say what the others are to it.

    The best is closest to the issuer, whole rather than a part, published first, longest, and seen
    first; the same whatever the order of arrival. Returns its row number.
    """
    members = notices.pages_of(tx, notice_id)
    best = _best(tx, members)
    document = stored_document(tx, best)
    notices.set_original(tx, notice_id, best.id, document, stored_labels(best), tier=best.tier)
    own = Candidate(
        page_id=best.id,
        notice_id=notice_id,
        relation=Relation.ORIGINAL,
        document=document,
        tier=Tier(best.tier),
        weight=1.0,
        first_seen_on=best.first_seen_at.date(),
    )
    for page in members:
        if page.id == best.id:
            standing = Match(relation=Relation.ORIGINAL, evidence=page.match_evidence)
            notices.join_page(tx, page.id, notice_id, standing)
        elif page.relation == Relation.ORIGINAL.value:
            notices.join_page(tx, page.id, notice_id, _match_to(tx, page, own))
    return best.id


def _match_to(tx: Transaction, page: KnownPage, original: Candidate) -> Match:
    document = stored_document(tx, page)
    match = dedup.match(document, dedup.fingerprint(document), (original,))
    if match.relation in COPIES:
        return match
    return replace(match, relation=Relation.REPOST, links=(), evidence=page.match_evidence)


def speaks_better(tx: Transaction, notice_id: str, page: KnownPage, document: Document) -> bool:
    """Whether a page should stand for its notice instead of the page that does now."""
    summary = notices.get_notice(tx, notice_id)
    if summary is None or summary.original_page_id == page.id:
        return False
    present = pages.get_page(tx, summary.original_page_id)
    rank = _ranking({page.id: document, present.id: stored_document(tx, present)})
    return rank(page) < rank(present)


def _best(tx: Transaction, members: Sequence[KnownPage]) -> KnownPage:
    return min(members, key=_ranking({page.id: stored_document(tx, page) for page in members}))


def _ranking(documents: Mapping[int, Document]) -> Callable[[KnownPage], tuple[Any, ...]]:
    longest = max(len(document.body) for document in documents.values())

    def rank(page: KnownPage) -> tuple[Any, ...]:
        document = documents[page.id]
        return (
            Tier(page.tier).rank,
            document.language not in {"", SIMPLIFIED},
            len(document.body) < WHOLE * longest,
            document.published_on or date.max,
            -len(document.body),
            page.key,
        )

    return rank


def stored_labels(page: KnownPage) -> Labels:
    """Return what was found about a page when it was read."""
    found = {
        kind: Label(kind=kind, value=value, score=1.0, rule="stored")
        for kind, value in (
            ("campaign", page.campaign),
            ("stage", page.stage),
            ("document_type", page.document_type),
        )
        if value is not None
    }
    return Labels(
        campaign=found.get("campaign"),
        stage=found.get("stage"),
        document_type=found.get("document_type"),
    )


def stored_document(tx: Transaction, page: KnownPage) -> Document:
    """Return the text of a page, without a body where it was never read."""
    found = pages.present_document(tx, page.id)
    return found or Document(
        title=page.title, body="", url=page.url, published_on=page.published_on
    )


def _names(members: Sequence[KnownPage]) -> str:
    return " ".join(page.public_id for page in members)
