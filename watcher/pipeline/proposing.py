"""A campaign that the catalogue lacks: stored for the user to decide, and told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher.model.event import Event, EventKind
from watcher.model.label import Campaign
from watcher.store import proposals
from watcher.store.database import Transaction


def note_proposal(
    tx: Transaction, campaign: Campaign | None, event: Event, *, now: datetime
) -> Event | None:
    """Store a proposed campaign; return the event that tells of it, None where it is known."""
    if campaign is None:
        return None
    if not proposals.add_proposal(tx, campaign, notice_id=event.notice_id, now=now):
        return None
    return replace(
        event,
        kind=EventKind.CAMPAIGN_PROPOSED,
        id=0,
        seq=0,
        diff=None,
        campaign=campaign.name,
        extra={"proposal": campaign.id},
    )
