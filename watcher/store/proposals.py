"""Proposed campaigns and what the user decided about them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from watcher.model.ids import row_number, short_id
from watcher.model.label import Campaign
from watcher.model.proposal import Decision, Proposal
from watcher.store.campaign_tables import ProposalRow
from watcher.store.database import Transaction

proposal = ProposalRow.__table__

_LISTS = frozenset(each.name for each in fields(Campaign) if str(each.type).startswith("tuple"))
_DAYS = frozenset(each.name for each in fields(Campaign) if str(each.type).startswith("date"))
_BY_ID = select(proposal).where(proposal.c.id == bindparam("wanted"))
_LAST = select(func.count(), func.max(proposal.c.decided_at)).select_from(proposal)


def add_proposal(
    tx: Transaction, campaign: Campaign, *, notice_id: str | None, now: datetime
) -> bool:
    """Store a campaign for the user to decide; False where it was proposed before."""
    if get_proposal(tx, campaign.id) is not None:
        return False
    tx.run(
        proposal.insert(),
        {
            "id": campaign.id,
            "state": Decision.PROPOSED.value,
            "campaign": _plain(campaign),
            "printed": campaign.name,
            "notice_id": row_number("N", notice_id) if notice_id else None,
            "proposed_at": now,
            "decided_at": None,
        },
    )
    return True


def get_proposal(tx: Transaction, proposal_id: str) -> Proposal | None:
    """Return a proposal by its id, whatever was decided about it."""
    row = tx.run(_BY_ID, {"wanted": proposal_id}).one_or_none()
    return None if row is None else _proposal(row)


def list_proposals(tx: Transaction, *, state: Decision | None = None) -> list[Proposal]:
    """Return proposals, oldest first."""
    query = select(proposal).order_by(proposal.c.proposed_at, proposal.c.id)
    if state is not None:
        query = query.where(proposal.c.state == state.value)
    return [_proposal(row) for row in tx.run(query)]


def decide(tx: Transaction, campaign: Campaign, state: Decision, *, now: datetime) -> None:
    """Note a decision; ``campaign`` is the proposal with the name that the user gave it."""
    tx.run(
        update(proposal)
        .where(proposal.c.id == campaign.id)
        .values(state=state.value, campaign=_plain(campaign), decided_at=now)
    )


def last_decision(tx: Transaction) -> tuple[int, datetime | None]:
    """Return how many proposals there are and when one was last decided: changes with each."""
    count, decided_at = list(tx.run(_LAST).one())
    return int(count), decided_at


def _plain(campaign: Campaign) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in fields(campaign):
        value = getattr(campaign, each.name)
        if isinstance(value, tuple):
            value = list(value)
        values[each.name] = value.isoformat() if isinstance(value, date) else value
    return values


def _proposal(row: Row[Any]) -> Proposal:
    values: dict[str, Any] = {
        key: tuple(value)
        if key in _LISTS
        else date.fromisoformat(value)
        if key in _DAYS and value
        else value
        for key, value in row.campaign.items()
    }
    return Proposal(
        campaign=Campaign(**values),
        state=Decision(row.state),
        printed=row.printed,
        notice_id=None if row.notice_id is None else short_id("N", row.notice_id),
        proposed_at=row.proposed_at,
        decided_at=row.decided_at,
    )
