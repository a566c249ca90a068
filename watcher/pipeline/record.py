"""Steps 7 to 11 for one document, stored at once.

Which notice it is, what changed, who hears. Everything here runs inside one writing transaction and
touches no network, so that a notice, its revision, its membership, its labels, its evidence and its
outbox rows commit together or not at all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from watcher import dedup, diff
from watcher.model.document import Document
from watcher.model.known import KnownPage, PageState
from watcher.model.match import COPIES, Match, Relation
from watcher.pipeline import families
from watcher.pipeline.arrival import Arrival, Recorded, Verdict, hash_content
from watcher.pipeline.believing import keeps_text
from watcher.pipeline.place import join_late, judge, place_first_text
from watcher.pipeline.tell import Placed, Teller
from watcher.pipeline.texts import comparable_texts
from watcher.schedule import next_recheck
from watcher.store import evidence, index, notices, pages, stories, succession
from watcher.store.database import Transaction

FLAPS, FLAPPING = 2, timedelta(days=7)
"""A text that a page has shown so often in this time already is told no more: it flaps."""


def preview(tx: Transaction, arrival: Arrival) -> Recorded:
    """Return what :func:`record` would decide, storing nothing."""
    known = pages.find_page(tx, arrival.key)
    if known is not None and known.notice_id is not None:
        is_same = known.content_hash == hash_content(arrival.document)
        verdict, match = Verdict.UNCHANGED if is_same else Verdict.CHANGED, _known_match(known)
    else:
        match, _ = judge(tx, arrival.document, arrival.print_, arrival.canon)
        is_copy = match.notice_id is not None and match.relation in COPIES
        verdict = Verdict.COPY if is_copy else Verdict.NEW
    return Recorded(
        verdict=verdict,
        notice_id=match.notice_id,
        page_id=None if known is None else known.id,
        match=match,
        labels=arrival.labels,
        has_text=arrival.document.has_text,
    )


def record(tx: Transaction, arrival: Arrival, teller: Teller, *, now: datetime) -> Recorded:
    """Store a document: as a new page, or as the next revision of the page that has its key."""
    evidence_id = None
    if arrival.page is not None and arrival.ref is not None:
        evidence_id = evidence.add_evidence(tx, arrival.page, arrival.ref)
    known = pages.find_page(tx, arrival.key)
    if known is None:
        page_id = pages.add_page(tx, _new_page(arrival, now))
        return place_first_text(tx, arrival, teller, page_id, evidence_id, is_known=False, now=now)
    if known.notice_id is None:
        if arrival.is_watched:
            pages.change_page(tx, known.id, recheck_stage=0, recheck_at=_first_look(arrival, now))
        return place_first_text(tx, arrival, teller, known.id, evidence_id, is_known=True, now=now)
    return _record_again(tx, arrival, teller, known, evidence_id, now=now)


def _first_look(arrival: Arrival, now: datetime) -> datetime | None:
    """Return when a page just read is looked at again, None where it is not."""
    if arrival.inline or not arrival.is_watched:
        return None
    return next_recheck(stage=0, gaps=arrival.source.recheck_seconds, now=now)


def _new_page(arrival: Arrival, now: datetime) -> dict[str, object]:
    has_own_page = arrival.is_watched and not arrival.inline
    return {
        "key": arrival.key,
        "external_id": arrival.external_id,
        "source_id": arrival.source.id,
        "tier": arrival.source.tier.value,
        "url": arrival.url,
        "title": arrival.document.title,
        "listing_title": arrival.listing_title,
        "state": PageState.LIVE.value,
        "inline": int(arrival.inline),
        "listed": int(arrival.is_watched),
        "position": arrival.position,
        "published_on": arrival.document.published_on,
        "read_failures": 0,
        "problem": "",
        "first_seen_at": now,
        "last_seen_at": now,
        "recheck_at": _first_look(arrival, now),
        "etag": arrival.page.etag if arrival.page and has_own_page else None,
        "last_modified": arrival.page.last_modified if arrival.page and has_own_page else None,
    }


def _record_again(
    tx: Transaction,
    arrival: Arrival,
    teller: Teller,
    known: KnownPage,
    evidence_id: int | None,
    *,
    now: datetime,
) -> Recorded:
    """Store a known page's text if it differs from the last revision."""
    document = arrival.document
    content_hash = hash_content(document)
    same = _known_match(known)
    assert known.notice_id is not None  # noqa: S101  # checked by record()
    placed = Placed(
        arrival=arrival,
        notice_id=known.notice_id,
        page_id=known.id,
        match=same,
        content_hash=content_hash,
        evidence_id=evidence_id,
    )
    before = None
    if content_hash != known.content_hash:
        before = pages.present_document(tx, known.id)
        if before is not None and arrival.is_watched and _is_other_notice(before, document):
            succession.retire_page(tx, known, now)
            page_id = pages.add_page(tx, _new_page(arrival, now))
            return place_first_text(
                tx, arrival, teller, page_id, evidence_id, is_known=False, now=now
            )
    teller.tell_back(tx, placed, known)
    fresh = {
        "listing_title": arrival.listing_title,
        "last_seen_at": now,
        "state": PageState.LIVE.value,
        "missing_since": None,
    }
    if arrival.page is not None and not arrival.inline:
        fresh |= {"etag": arrival.page.etag, "last_modified": arrival.page.last_modified}
    pages.change_page(tx, known.id, **fresh)
    if content_hash == known.content_hash:
        return Recorded(
            verdict=Verdict.UNCHANGED,
            notice_id=known.notice_id,
            page_id=known.id,
            match=same,
            labels=arrival.labels,
            has_text=arrival.document.has_text,
        )
    if before is not None:
        index.drop_page(tx, known.id, dedup.fingerprint(before))
    if before is None or _is_other_notice(before, document):
        families.take_out(tx, known)
        return place_first_text(tx, arrival, teller, known.id, evidence_id, is_known=True, now=now)
    change = diff.compare(*comparable_texts(before, document))
    index.add_page(tx, known.id, arrival.print_, index.find_neighbours(tx, arrival.print_))
    returns = stories.count_returns(tx, known.id, content_hash, since=now - FLAPPING)
    pages.add_revision(
        tx,
        known.id,
        document,
        arrival.labels,
        content_hash=content_hash,
        seen_at=now,
        evidence_id=evidence_id,
    )
    summary = notices.get_notice(tx, known.notice_id)
    if summary is not None and summary.original_page_id == known.id:
        notices.set_original(
            tx, known.notice_id, known.id, document, arrival.labels, tier=known.tier
        )
    if not before.has_text:
        join_late(tx, arrival, known, teller, now=now)
    if returns < FLAPS:
        teller.tell_changed(tx, placed, change)
        # What was edited once may be edited again soon.
        pages.change_page(tx, known.id, recheck_stage=0, recheck_at=_first_look(arrival, now))
    else:
        stage = known.recheck_stage + 1
        due = next_recheck(stage=stage, gaps=arrival.source.recheck_seconds, now=now)
        pages.change_page(tx, known.id, recheck_stage=stage, recheck_at=due)
    return Recorded(
        verdict=Verdict.CHANGED,
        notice_id=known.notice_id,
        page_id=known.id,
        match=same,
        labels=arrival.labels,
        has_text=arrival.document.has_text,
        diff=change,
    )


def _known_match(known: KnownPage) -> Match:
    """Return what was decided about a page when its text was first seen."""
    return Match(
        relation=Relation(known.relation or Relation.ORIGINAL),
        notice_id=known.notice_id,
        page_id=known.id,
        score=known.score or 0.0,
        evidence=known.match_evidence,
    )


def _is_other_notice(before: Document, after: Document) -> bool:
    """Whether an address was used again for something else (ids are reused on some sites)."""
    if not before.has_text or not after.has_text or before.title == after.title:
        return False
    return not keeps_text(before, after)
