"""Campaign, stage and document type of a document, each with rule, span and score."""

from __future__ import annotations

from datetime import date

from watcher.campaigns.catalogue import Catalogue
from watcher.campaigns.doctype import find_stage, find_type
from watcher.campaigns.english import find_english, is_english
from watcher.campaigns.findings import LEAST_SCORE, Finding, find_by_name
from watcher.campaigns.mentions import find_mentions
from watcher.campaigns.topics import find_by_topic
from watcher.campaigns.view import View, make_view
from watcher.campaigns.years import Clock, read_clock
from watcher.model.document import Document
from watcher.model.label import Campaign, DocumentType, Label, Labels

WEAK_SCORE = 0.6
"""A bare "清朗" in a title: words and days may tell the campaign behind it."""
CLOSE = 0.12
"""Findings whose scores are this close name the notice together."""


def classify(
    document: Document, catalogue: Catalogue, *, published_on: date | None = None
) -> Labels:
    """Say what a document is and which campaign it belongs to, if any.

    ``published_on`` is the day from the listing, which outranks the page's own. A notice of several
    campaigns of one plan gets the plan as its main label. Never raises.
    """
    view = make_view(document)
    clock = read_clock(view, published_on)
    mentions = [one for part in view.parts() for one in find_mentions(part, catalogue)]
    document_type = find_type(view, mentions)
    kind = DocumentType(document_type.value)
    campaigns: tuple[Label, ...] = ()
    tasks: tuple[Label, ...] = ()
    if is_english(view):
        campaigns = tuple(find_english(view, catalogue, clock))
    else:
        findings = find_by_name(view, mentions, clock, kind)
        campaigns, tasks = _find_campaigns(view, findings, catalogue, clock, kind)
    stage, numbers = find_stage(view, document_type)
    return Labels(
        campaign=campaigns[0] if campaigns else None,
        campaigns=campaigns,
        stage=stage if campaigns else None,
        document_type=document_type,
        others=(*tasks, *numbers),
    )


def _find_campaigns(
    view: View, findings: list[Finding], catalogue: Catalogue, clock: Clock, kind: DocumentType
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Give the campaign labels, main first, and the tasks of a plan."""
    sure = [finding for finding in findings if finding.score >= LEAST_SCORE]
    if not sure or all(finding.is_series and finding.score <= WEAK_SCORE for finding in sure):
        topic = find_by_topic(view, catalogue, clock, kind)
        if topic is not None or not sure:
            return ((topic,) if topic else ()), ()
    sure = _order(sure, findings, catalogue)
    main = sure[0]
    if main.is_series:
        tasks = [one for one in findings if not one.is_series and _is_task(one, main)]
        if kind is DocumentType.ANNUAL_PLAN:
            return (_label(main),), tuple(_label(one, kind="task") for one in tasks)
        sure = [main, *tasks]
    return tuple(_label(finding) for finding in sure), ()


def _is_task(finding: Finding, plan: Finding) -> bool:
    campaign, owner = finding.campaign, plan.campaign
    return campaign is not None and owner is not None and campaign.plan == owner.id


def _order(sure: list[Finding], findings: list[Finding], catalogue: Catalogue) -> list[Finding]:
    """Put the main finding first; several campaigns of one plan are led by the plan."""
    specific = [finding for finding in sure if not finding.is_series]
    series = [finding for finding in sure if finding.is_series]
    if not specific:
        return sure
    best = specific[0]
    if series and _series_leads(series[0], best, findings):
        return [series[0], *(one for one in sure if one is not series[0])]
    peers = [one for one in specific if one.campaign and best.score - one.score <= CLOSE]
    plans = {one.campaign.plan for one in peers if one.campaign}
    if len(peers) > 1 and len(plans) == 1 and not _leads_title(best, peers):
        plan = catalogue.by_id.get(plans.pop() or "")
        if plan is not None:
            return [_lead_by_plan(plan, peers), *specific]
    return [best, *(one for one in specific if one is not best)]


def _series_leads(series: Finding, best: Finding, findings: list[Finding]) -> bool:
    """Whether the series as a whole is the matter and not the frame of one campaign."""
    if series.in_title != best.in_title:
        return series.in_title and series.score > best.score
    names = {one.name for one in findings if not one.is_series}
    return series.order < best.order or len(names) > 2


def _leads_title(best: Finding, peers: list[Finding]) -> bool:
    return best.in_title and not any(one.in_title for one in peers if one is not best)


def _lead_by_plan(plan: Campaign, peers: list[Finding]) -> Finding:
    return Finding(
        name=plan.name,
        score=peers[0].score,
        rule="several campaigns of one plan",
        spans=tuple(span for one in peers for span in one.spans[:1]),
        campaign=plan,
        is_series=True,
        in_title=peers[0].in_title,
        order=0,
    )


def _label(finding: Finding, *, kind: str = "campaign") -> Label:
    return Label(
        kind=kind,
        value=finding.name,
        score=finding.score,
        rule=finding.rule,
        spans=finding.spans,
    )
