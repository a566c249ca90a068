"""Titles that tell a campaign without its name: "网信办：三个月整治…" with a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.campaigns.catalogue import Catalogue, Topic
from watcher.campaigns.findings import ACTION
from watcher.campaigns.offices import is_of_another_office
from watcher.campaigns.type_rules import COMMENTARY
from watcher.campaigns.view import Part, View
from watcher.campaigns.years import Clock, window
from watcher.model.label import Campaign, DocumentType, Label
from watcher.model.match import Span

OFFICE = re.compile(r"网信|工信部|工业和信息化部|公安部|监管|部门|官方|国家|清朗|网络环境|网络生态")
FITTING = frozenset(
    {
        DocumentType.LAUNCH_NOTICE,
        DocumentType.CASE_BULLETIN,
        DocumentType.PROGRESS_REPORT,
        DocumentType.RESULTS,
        DocumentType.LOCAL_ACTION,
    }
)
TIGHTER = timedelta(days=75)
"""Without a name the end of the usual window is taken this much earlier."""
LEAD_ACTION = re.compile(r"专项行动|专项整治|专项治理|集中整治")


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic found in a part."""

    topic: Topic
    words: tuple[str, ...]
    size: int


def find_by_topic(
    view: View, catalogue: Catalogue, clock: Clock, kind: DocumentType
) -> Label | None:
    """Give the campaign whose words and days fit a title without a name, or None."""
    day = clock.day
    if day is None or kind not in FITTING or COMMENTARY.search(view.title.text):
        return None
    title = view.title.text
    office = OFFICE.search(title) or OFFICE.search(view.body.text[:200])
    if not (office or LEAD_ACTION.search(title)) or ACTION.search(title) is None:
        return None
    label = _match(view.title, view.title.text, catalogue, day, 0.7)
    if label is None and LEAD_ACTION.search(view.body.text[:200]):
        label = _match(view.body, view.body.text[:200], catalogue, day, 0.58)
    return label


def _match(part: Part, text: str, catalogue: Catalogue, day: date, score: float) -> Label | None:
    hits = [
        Hit(topic, words, sum(map(len, words)))
        for topic in catalogue.topics
        if is_open(topic.campaign, day)
        and not is_of_another_office(text, topic.campaign)
        and (words := topic.find(text))
    ]
    if not hits:
        return None
    best = max(hits, key=lambda hit: (hit.size, window(hit.topic.campaign)[0]))
    spans = tuple(_span(part, text, word) for word in best.words)
    return Label(
        kind="campaign",
        value=best.topic.campaign.name,
        score=score,
        rule=f"topic and date in {part.where}",
        spans=spans,
    )


def is_open(campaign: Campaign, day: date) -> bool:
    """Whether a notice without the campaign's name may be of it on that day."""
    first, last = window(campaign)
    return first <= day <= last - TIGHTER


def _span(part: Part, text: str, word: str) -> Span:
    start = text.find(word)
    return part.span(start, start + len(word))
