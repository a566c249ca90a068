"""Campaigns that the catalogue lacks, and what the user decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.label import Campaign


class Decision(StrEnum):
    """Where a proposed campaign stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    """Part of the catalogue of this installation."""
    REJECTED = "rejected"
    """No campaign: its name is no label any more, and it is not proposed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A campaign as a launch notice describes it.

    ``printed`` is the name under which it was found; ``campaign.name`` may be the user's. Where
    that is the name of a catalogued campaign, the printed one is another name of it.
    """

    campaign: Campaign
    state: Decision
    printed: str
    notice_id: str | None
    proposed_at: datetime
    decided_at: datetime | None = None

    @property
    def id(self) -> str:
        """The id that commands take."""
        return self.campaign.id
