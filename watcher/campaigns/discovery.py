"""Campaigns that the catalogue lacks: proposed from a launch notice; plans read into tasks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from watcher.campaigns.catalogue import SERIES, YEAR, Catalogue
from watcher.campaigns.facts import read_facts
from watcher.campaigns.focus import read_focus
from watcher.campaigns.mentions import Mention, Strength, find_mentions
from watcher.campaigns.view import View, make_view
from watcher.campaigns.years import Clock, choose, read_clock
from watcher.model.document import Document
from watcher.model.label import Campaign, DocumentType, Labels
from watcher.model.lineage import PlanTask
from watcher.model.match import Span
from watcher.text.fold import fold_key

LEAST_SCORE = 0.7
BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")
TASK = re.compile(
    r"(?:^|[，,。；;：:\n])\s?(?P<mark>[一二三四五六七八九十]{1,2})是(?P<name>[^，,。；;：:\n]{4,40})"
)
ENGLISH_TASK = re.compile(
    r"[\"“”](?P<before>[^\"“”\n]{6,160})[\"“”],? special action"
    r"|special actions? of [\"“”](?P<after>[^\"“”\n]{6,160})[\"“”]",
    re.IGNORECASE,
)
ENGLISH_ITEM = re.compile(
    r"^(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
QUOTE = re.compile(r"[\"“”]\s*(?P<name>[^\n]{6,160}?)\s*[\"“”]\s*(?:special|,|$)", re.IGNORECASE)


def propose(
    document: Document, labels: Labels, catalogue: Catalogue, *, published_on: date | None = None
) -> Campaign | None:
    """Give a campaign as a launch notice describes it, where the catalogue lacks its name.

    The id depends on the name alone, so that every copy of a notice proposes the same campaign.
    """
    found = labels.campaign
    kind = labels.document_type
    if (
        found is None
        or found.score < LEAST_SCORE
        or not found.rule.endswith(("as printed", "year not in the catalogue", "launched anew"))
    ):
        return None
    if kind is None or kind.value not in {DocumentType.LAUNCH_NOTICE, DocumentType.LOCAL_ACTION}:
        return None
    years = YEAR.findall(found.value)
    if not years or any(campaign.name == found.value for campaign in catalogue.campaigns):
        return None
    facts = read_facts(document, published_on=published_on)
    year = int(years[-1])
    plan = catalogue.plan_of(year) if found.value.startswith(SERIES) else None
    return Campaign(
        id=f"proposed-{year}-{hashlib.sha256(fold_key(found.value).encode()).hexdigest()[:8]}",
        name=found.value,
        year=year,
        core=core_of(found.value),
        series=SERIES if found.value.startswith(SERIES) else core_of(found.value),
        issuers=tuple(dict.fromkeys(issuer.value for issuer in facts.issuers)),
        plan=plan.id if plan else None,
        announced_on=published_on or document.published_on,
        starts_on=facts.starts.day if facts.starts else None,
        ends_on=facts.ends.day if facts.ends else None,
        length_text=facts.length.span.text if facts.length and facts.length.span else "",
        focus=tuple(point.title for point in read_focus(document)),
        predecessor=_last_of(core_of(found.value), year, catalogue),
        source=document.url or document.title,
    )


def _last_of(core: str, year: int, catalogue: Catalogue) -> str | None:
    """Give the id of the last campaign of this name before a year."""
    same = catalogue.names.get(YEAR.sub("", fold_key(core)).removeprefix(SERIES), ())
    before = [campaign for campaign in same if campaign.year < year]
    return max(before, key=lambda campaign: campaign.year).id if before else None


def core_of(name: str) -> str:
    """Give a campaign's name without its year and series word."""
    core = YEAR.sub("", BRACKETED.sub("", name)).removeprefix(SERIES)
    return core.lstrip("·").removeprefix("年").strip()


def read_plan(
    document: Document, catalogue: Catalogue, *, published_on: date | None = None
) -> tuple[PlanTask, ...]:
    """Give the tasks of an annual plan in their order, each with its campaign where known."""
    view = make_view(document)
    clock = read_clock(view, published_on)
    named = list(_named_tasks(view, catalogue, clock))
    if len(named) < 2:
        named = list(_spelled_tasks(view, catalogue, clock)) or list(
            _english_tasks(view, catalogue, clock)
        )
    return tuple(
        PlanTask(number=number, name=name, campaign_id=identifier, span=span)
        for number, (name, identifier, span) in enumerate(named, start=1)
    )


Task = tuple[str, str | None, Span]


def _named_tasks(view: View, catalogue: Catalogue, clock: Clock) -> Iterator[Task]:
    seen: set[str] = set()
    for mention in find_mentions(view.body, catalogue):
        is_name = mention.strength is Strength.NAMED and not mention.is_series
        if not is_name or mention.start >= view.body.tail_start:
            continue
        identifier = _identify(mention, clock)
        key = identifier or fold_key(mention.name)
        if key not in seen:
            seen.add(key)
            yield mention.name, identifier, view.body.span(mention.start, mention.end)


def _identify(mention: Mention, clock: Clock) -> str | None:
    if not mention.campaigns:
        return None
    choice = choose(mention.campaigns, year=mention.year, clock=clock)
    return choice.campaign.id if choice else None


def _spelled_tasks(view: View, catalogue: Catalogue, clock: Clock) -> Iterator[Task]:
    """Read 一是…，二是…: of each the campaign of that year whose name or words it holds."""
    plan = catalogue.plan_of(clock.year) if clock.year else None
    own = [one for one in catalogue.campaigns if plan is not None and one.plan == plan.id]
    for found in TASK.finditer(view.body.text):
        text = found.group("name")
        key = fold_key(text)
        campaign = next(
            (one for one in own if any(fold_key(name) in key for name in (one.core, *one.aliases))),
            None,
        ) or next(
            (hit.campaign for hit in catalogue.topics if hit.campaign in own and hit.find(text)),
            None,
        )
        place = found.span("name")
        yield view.body.said(*place), campaign.id if campaign else None, view.body.span(*place)


def _english_tasks(view: View, catalogue: Catalogue, clock: Clock) -> Iterator[Task]:
    plan = catalogue.plan_of(clock.year) if clock.year else None
    for item in ENGLISH_ITEM.finditer(view.body.text):
        found = ENGLISH_TASK.search(item.group()) or QUOTE.search(item.group())
        if found is None:
            continue
        group = next(name for name, text in found.groupdict().items() if text)
        place = (item.start() + found.start(group), item.start() + found.end(group))
        text = view.body.text[item.start() : place[1]]
        owner = next(
            (
                one
                for phrase in catalogue.phrases
                if phrase.text in text
                for one in phrase.campaigns
                if plan is not None and one.plan == plan.id
            ),
            None,
        )
        yield view.body.said(*place), owner.id if owner else None, view.body.span(*place)
