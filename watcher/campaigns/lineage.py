"""A campaign's relatives: plan, tasks, predecessors and successors."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.campaigns.catalogue import Catalogue
from watcher.campaigns.focus import compare_focus
from watcher.model.label import Campaign
from watcher.model.lineage import FocusNote, FocusPoint


@dataclass(frozen=True, slots=True)
class Lineage:
    """The relatives of one campaign. ``predecessors`` begin with the latest."""

    plan: Campaign | None
    tasks: tuple[Campaign, ...]
    predecessors: tuple[Campaign, ...]
    successors: tuple[Campaign, ...]


def trace(campaign: Campaign, catalogue: Catalogue) -> Lineage:
    """Give a campaign's relatives in the catalogue."""
    before: list[Campaign] = []
    follow = catalogue.by_id.get(campaign.predecessor or "")
    while follow is not None and follow not in before:
        before.append(follow)
        follow = catalogue.by_id.get(follow.predecessor or "")
    return Lineage(
        plan=catalogue.by_id.get(campaign.plan or ""),
        tasks=tuple(one for one in catalogue.campaigns if one.plan == campaign.id),
        predecessors=tuple(before),
        successors=tuple(one for one in catalogue.campaigns if one.predecessor == campaign.id),
    )


def compare_campaigns(old: Campaign, new: Campaign) -> tuple[FocusNote, ...]:
    """Compare two campaigns by the focus points that the catalogue holds."""
    return compare_focus(
        (FocusPoint(title=point, text=point) for point in old.focus),
        (FocusPoint(title=point, text=point) for point in new.focus),
    )
