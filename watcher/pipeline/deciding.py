"""What the user says to a proposed campaign: confirmed, renamed, rejected; used at once."""

from __future__ import annotations

from dataclasses import replace

from watcher.campaigns.discovery import core_of
from watcher.errors import InputError
from watcher.model.proposal import Decision, Proposal
from watcher.pipeline.relabel import Relabelled, apply_changes, find_changes
from watcher.pipeline.services import Services
from watcher.store import proposals


def decide(
    services: Services, proposal_id: str, decision: Decision, *, name: str | None = None
) -> tuple[Proposal, int]:
    """Store a decision and read the labels of the pages that carry the name anew.

    ``name`` is the official name with its year; that of a catalogued campaign makes the printed one
    another name of it. Returns the proposal as it stands and how many pages changed their labels.

    Raises:
        InputError: there is no such proposal, or the name says no year.
    """
    with services.store.writing() as tx:
        found = proposals.get_proposal(tx, proposal_id)
        if found is None:
            raise InputError(
                f"there is no proposed campaign {proposal_id!r}",
                hint="`watcher campaigns list --proposed` shows all.",
            )
        campaign = found.campaign
        if name is not None:
            if str(campaign.year) not in name:
                raise InputError(
                    f"{name!r} does not say the year {campaign.year}",
                    hint=f"Put it inside the name or behind it: {name}({campaign.year})",
                )
            names = (*campaign.aliases, campaign.core)
            core = core_of(name)
            aliases = tuple(each for each in dict.fromkeys(names) if each != core)
            campaign = replace(campaign, name=name, core=core, aliases=aliases)
        proposals.decide(tx, campaign, decision, now=services.clock())
    changed: list[Relabelled] = []
    for printed in {found.printed, found.campaign.name}:
        changed += find_changes(services, campaign=printed)
    apply_changes(services, changed)
    with services.store.reading() as tx:
        present = proposals.get_proposal(tx, proposal_id)
    assert present is not None  # noqa: S101  # nothing deletes a proposal
    return present, len({each.page.id for each in changed})
