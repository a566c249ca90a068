"""What a maintainer should look at in a catalogue that holds no faults."""

from __future__ import annotations

from datetime import timedelta

from watcher.campaigns.catalogue import Catalogue
from watcher.model.label import Campaign
from watcher.text.fold import fold_key

LONGEST = timedelta(days=400)

Doubt = tuple[str, str, str]
"""Id of the campaign, key, the doubt in a sentence."""


def find_doubts(catalogue: Catalogue) -> list[Doubt]:
    """Give every doubt, in the order of the catalogue."""
    return [doubt for one in catalogue.campaigns for doubt in _doubts(one, catalogue)]


def _doubts(one: Campaign, catalogue: Catalogue) -> list[Doubt]:
    found: list[Doubt] = []
    if one.announced_on is None and one.starts_on is None:
        found.append(
            (one.id, "announced_on", "no day is known: names without a year cannot tell it")
        )
    if one.starts_on and one.ends_on and one.ends_on - one.starts_on > LONGEST:
        found.append((one.id, "ends_on", "it runs for more than a year"))
    if not one.focus and not one.is_plan:
        found.append((one.id, "focus", "no focus points: nothing to compare the next one with"))
    same = [each for each in _namesakes(one, catalogue) if each.year < one.year]
    if same and one.predecessor is None:
        last = max(same, key=lambda each: each.year)
        found.append((one.id, "predecessor", f"{last.id} has the same name: is it the last one?"))
    twins = [each for each in _namesakes(one, catalogue) if each.year == one.year]
    found.extend(
        (one.id, "core", f"{twin.id} has the same name and year")
        for twin in twins
        if one.id < twin.id
    )
    return found


def _namesakes(one: Campaign, catalogue: Catalogue) -> list[Campaign]:
    key = fold_key(one.core)
    return [
        each
        for each in catalogue.campaigns
        if each is not one and each.series == one.series and fold_key(each.core) == key
    ]
