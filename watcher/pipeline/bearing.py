"""What a notice means for the user, put into its event: days, deadlines, names, what is new.

A campaign with a predecessor is compared with it, a bulletin with the one before; where the store
holds the earlier notice it is read, else the catalogue's focus points are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from watcher.campaigns import read_facts
from watcher.campaigns.comparison import find_again, read_points
from watcher.campaigns.focus import compare_focus
from watcher.model.document import Document
from watcher.model.event import Event
from watcher.model.facts import Facts
from watcher.model.known import NoticeSummary
from watcher.model.label import Campaign, DocumentType
from watcher.model.lineage import Against, FocusPoint, News
from watcher.pipeline.studying import Study
from watcher.store import pages
from watcher.store.database import Transaction
from watcher.store.labels import labels_of, notices_of_campaign

MOST_HITS = 20
MOST_DEADLINES = 12
LEAST_POINTS = 2
OPENING = (DocumentType.LAUNCH_NOTICE, DocumentType.ANNUAL_PLAN)
"""Notices that say what a campaign is about."""


def add_bearing(tx: Transaction, event: Event, document: Document, study: Study | None) -> Event:
    """Return the event with what its notice bears on; unchanged where it was not studied."""
    if study is None:
        return event
    facts = read_facts(document, published_on=document.published_on)
    starts, ends = _run(facts, study)
    hits = sorted(study.hits, key=lambda hit: not hit.kind.is_sure)
    return replace(
        event,
        starts_on=starts,
        ends_on=ends,
        deadlines=facts.deadlines[:MOST_DEADLINES],
        named=tuple(hits[:MOST_HITS]),
        news=tuple(_compare(tx, event, document, facts, study)),
    )


def _run(facts: Facts, study: Study) -> tuple[date | None, date | None]:
    """Return first and last day of the campaign: as an opening notice says, else as catalogued."""
    if _type(study) in OPENING and facts.starts is not None:
        return facts.starts.day, facts.ends.day if facts.ends else None
    campaign = study.campaign
    return (campaign.starts_on, campaign.ends_on) if campaign else (None, None)


def _type(study: Study) -> str | None:
    label = study.labels.document_type
    return label.value if label else None


def _compare(
    tx: Transaction, event: Event, document: Document, facts: Facts, study: Study
) -> Iterator[News]:
    if study.campaign is not None and study.predecessor is not None:
        yield _against_last_campaign(tx, document, study, study.campaign, study.predecessor)
    if study.labels.campaign is not None and _type(study) == DocumentType.CASE_BULLETIN:
        earlier = _last_batch(tx, event, study)
        if earlier is not None:
            yield _against_last_batch(tx, earlier, document, facts, study)


def _against_last_campaign(
    tx: Transaction, document: Document, study: Study, campaign: Campaign, before: Campaign
) -> News:
    """Compare what the campaign is about with what the last one on the matter was about."""
    old, notice_id, _ = _points_of(tx, before, study)
    new: tuple[FocusPoint, ...] = ()
    text = ""
    if _type(study) in OPENING:
        new, text = read_points(document, _type(study), study.catalogue), document.body
    if len(new) < LEAST_POINTS:
        new, _, text = _points_of(tx, campaign, study)
    notes = compare_focus(old, new, new_text=text) if old and new else ()
    return News(against=Against.LAST_CAMPAIGN, name=before.name, notice_id=notice_id, notes=notes)


def _points_of(
    tx: Transaction, campaign: Campaign, study: Study
) -> tuple[tuple[FocusPoint, ...], str | None, str]:
    """Return what a campaign is about, the notice that says so (or None) and that notice's text."""
    for notice in notices_of_campaign(tx, campaign.name, OPENING):
        document = pages.present_document(tx, notice.original_page_id)
        if document is not None:
            points = read_points(document, notice.document_type, study.catalogue)
            if len(points) >= LEAST_POINTS:
                return points, notice.id, document.body
    return tuple(FocusPoint(title=each, text=each) for each in campaign.focus), None, ""


def _last_batch(tx: Transaction, event: Event, study: Study) -> NoticeSummary | None:
    """Return the bulletin before this one: of the batch before, else the last that is earlier."""
    assert study.labels.campaign is not None  # noqa: S101  # asked for by the caller
    day = event.published_on
    found = [
        notice
        for notice in notices_of_campaign(
            tx, study.labels.campaign.value, (DocumentType.CASE_BULLETIN,)
        )
        if notice.id != event.notice_id
        and not (day and notice.published_on and notice.published_on > day)
    ]
    number = _batch([one.value for one in study.labels.others if one.kind == "batch"])
    for notice in found if number > 1 else ():
        labels = labels_of(tx, notice.original_page_id)
        if _batch([one.value for one in labels.others if one.kind == "batch"]) == number - 1:
            return notice
    return max(found, key=lambda one: (str(one.published_on or ""), one.created_at), default=None)


def _batch(values: Iterable[str]) -> int:
    return next((int(value) for value in values if value.isdigit()), 0)


def _against_last_batch(
    tx: Transaction, earlier: NoticeSummary, document: Document, facts: Facts, study: Study
) -> News:
    before = pages.present_document(tx, earlier.original_page_id)
    name = " ".join(filter(None, (str(earlier.published_on or ""), earlier.title)))
    if before is None:
        return News(against=Against.LAST_BATCH, name=name, notice_id=earlier.id)
    old = read_points(before, earlier.document_type, study.catalogue)
    new = read_points(document, _type(study), study.catalogue)
    return News(
        against=Against.LAST_BATCH,
        name=name,
        notice_id=earlier.id,
        notes=compare_focus(old, new, new_text=document.body) if old and new else (),
        again=find_again(read_facts(before), facts)[:MOST_HITS],
    )
