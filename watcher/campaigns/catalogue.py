"""The catalogue, compiled once for classification."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from watcher.model.label import Campaign
from watcher.text.fold import fold_key

SERIES = "清朗"
HEADS = (4, 2)
"""Names are looked up by so many characters, those shorter than the first by the second."""
YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Topic:
    """A word set of a campaign: every member must occur, ``|`` parts alternatives."""

    campaign: Campaign
    words: tuple[tuple[str, ...], ...]

    def find(self, text: str) -> tuple[str, ...]:
        """Give the words found, one a member, or nothing where a member is missing."""
        found = []
        for alternatives in self.words:
            hit = next((word for word in alternatives if word in text), None)
            if hit is None:
                return ()
            found.append(hit)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English phrase, in lower case, and the campaigns that may be meant by it."""

    text: str
    campaigns: tuple[Campaign, ...]


class Catalogue:
    """Campaigns with the indexes that the rules need.

    Build it once: names are folded here and never again.
    """

    def __init__(self, campaigns: Iterable[Campaign]) -> None:
        self.campaigns = tuple(campaigns)
        self.by_id: Mapping[str, Campaign] = MappingProxyType(
            {campaign.id: campaign for campaign in self.campaigns}
        )
        self.plans = tuple(
            campaign
            for campaign in self.campaigns
            if campaign.is_plan and campaign.series == SERIES
        )
        names: dict[str, list[Campaign]] = defaultdict(list)
        phrases: dict[str, list[Campaign]] = defaultdict(list)
        for campaign in self.campaigns:
            for phrase in campaign.english:
                phrases[phrase.lower()].append(campaign)
            if campaign.is_plan:
                continue
            for key in dict.fromkeys(_keys_of(campaign)):
                names[key].append(campaign)
        self.names: Mapping[str, tuple[Campaign, ...]] = MappingProxyType(
            {key: tuple(names[key]) for key in sorted(names, key=lambda key: (-len(key), key))}
        )
        self._by_head: dict[str, list[tuple[int, str]]] = {}
        for order, name in enumerate(self.names):
            size = next((size for size in HEADS if len(name) >= size), 0)
            if size:
                self._by_head.setdefault(name[:size], []).append((order, name))
        self._heads = _compile_heads(self._by_head)
        self.phrases = tuple(
            Phrase(text, tuple(found))
            for text, found in sorted(phrases.items(), key=lambda item: -len(item[0]))
        )
        self.topics = tuple(
            Topic(campaign, tuple(tuple(word.lower().split("|")) for word in topic.split()))
            for campaign in self.campaigns
            for topic in campaign.topics
        )

    def find_names(self, key: str) -> list[tuple[int, str]]:
        """Give place and name of all names in folded word characters, longest names first."""
        found = [
            (order, start, name)
            for start in [head.start() for head in self._heads.finditer(key)]
            for size in HEADS
            for order, name in self._by_head.get(key[start : start + size], ())
            if key.startswith(name, start)
        ]
        return [(start, name) for _, start, name in sorted(found)]

    def plan_of(self, year: int) -> Campaign | None:
        """Give the annual plan of a year, if there is one."""
        return next((plan for plan in self.plans if plan.year == year), None)


def _compile_heads(heads: Iterable[str]) -> re.Pattern[str]:
    """Compile a search for the first characters of names, each place by itself.

    Folded names hold word characters only, so none has to be escaped. Every branch begins with a
    character of its own, by which the search skips most of a text.
    """
    seconds: dict[str, list[str]] = defaultdict(list)
    for head in heads:
        seconds[head[0]].append(head[1:])
    branches = (f"{one}(?={'|'.join(rest)})" for one, rest in seconds.items())
    return re.compile("|".join(branches) or r"(?!)")


def _keys_of(campaign: Campaign) -> Iterable[str]:
    """Give the folded names without year and series prefix."""
    for name in (campaign.core, *campaign.aliases):
        key = YEAR.sub("", fold_key(name))
        yield key.removeprefix(SERIES) if campaign.series == SERIES else key
