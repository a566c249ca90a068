"""Step 9: what a document is, whom of the user's own it names, and which campaign stands behind it.

The catalogue is the package's and the user's file, with what he decided about proposed campaigns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from watcher.campaigns import Catalogue, classify
from watcher.campaigns.discovery import propose
from watcher.campaigns.watchlist import WatchList
from watcher.model.document import Document
from watcher.model.label import Campaign, Label, Labels
from watcher.model.proposal import Decision, Proposal
from watcher.model.watch import Hit
from watcher.store.database import Store, Transaction
from watcher.store.proposals import last_decision, list_proposals

NAMED = "named"
"""Kind of the labels that stand for hits of the watch-list."""
SURE, POSSIBLE = 1.0, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """All that can be said of a document without the store.

    ``labels`` hold the hits too. ``campaign`` is the catalogue's own of the main label, or the one
    that the document proposes; ``proposal`` is set where the catalogue lacks it.
    """

    labels: Labels
    hits: tuple[Hit, ...] = ()
    campaign: Campaign | None = None
    predecessor: Campaign | None = None
    proposal: Campaign | None = None
    catalogue: Catalogue = field(repr=False, compare=False)


class Decisions:
    """What the user decided about proposed campaigns, applied to a catalogue.

    Safe to share between threads: each reading replaces the whole.
    """

    def __init__(self) -> None:
        self._stamp: tuple[int, datetime | None] = (0, None)
        self._proposals: tuple[Proposal, ...] = ()
        self._made: tuple[Catalogue, Catalogue] | None = None

    def refresh(self, store: Store) -> None:
        """Read the decisions again where one was made since, also by another process."""
        with store.reading() as tx:
            self.read(tx)

    def read(self, tx: Transaction) -> None:
        """Do what :meth:`refresh` does in a transaction that is open."""
        stamp = last_decision(tx)
        if stamp == self._stamp:
            return
        self._proposals = tuple(list_proposals(tx))
        self._stamp, self._made = stamp, None

    def apply(self, catalogue: Catalogue) -> Catalogue:
        """Return a catalogue with the confirmed campaigns; the same one where there are none."""
        made = self._made
        if made is None or made[0] is not catalogue:
            made = (catalogue, extend(catalogue, self._proposals))
            self._made = made
        return made[1]

    @property
    def rejected(self) -> frozenset[str]:
        """The printed names that are no campaigns."""
        return frozenset(
            each.printed for each in self._proposals if each.state is Decision.REJECTED
        )

    @property
    def open(self) -> tuple[Campaign, ...]:
        """Proposed campaigns that nobody decided about yet."""
        return tuple(each.campaign for each in self._proposals if each.state is Decision.PROPOSED)


def extend(catalogue: Catalogue, proposals: Iterable[Proposal]) -> Catalogue:
    """Add the confirmed campaigns; one renamed to a catalogued name is another name of that."""
    confirmed = [each for each in proposals if each.state is Decision.CONFIRMED]
    if not confirmed:
        return catalogue
    known = {campaign.name: campaign for campaign in catalogue.campaigns}
    for each in confirmed:
        same = known.get(each.campaign.name)
        if same is None:
            known[each.campaign.name] = each.campaign
        else:
            names = (*same.aliases, each.campaign.core, *each.campaign.aliases)
            known[same.name] = replace(same, aliases=tuple(dict.fromkeys(names)))
    return Catalogue(known.values())


def study(
    document: Document, catalogue: Catalogue, watchlist: WatchList, decisions: Decisions
) -> Study:
    """Read a document's labels, hits and campaign; never raises."""
    catalogue = decisions.apply(catalogue)
    day = document.published_on
    labels = without(classify(document, catalogue, published_on=day), decisions.rejected)
    proposal = propose(document, labels, catalogue, published_on=day)
    hits = watchlist.find(document) if watchlist.entries else ()
    campaign = proposal or _find(labels, catalogue, decisions.open)
    predecessor = catalogue.by_id.get(campaign.predecessor or "") if campaign else None
    return Study(
        labels=replace(labels, others=(*labels.others, *map(label_hit, hits))),
        hits=hits,
        campaign=campaign,
        predecessor=predecessor,
        proposal=proposal,
        catalogue=catalogue,
    )


def _find(labels: Labels, catalogue: Catalogue, proposed: Iterable[Campaign]) -> Campaign | None:
    if labels.campaign is None:
        return None
    name = labels.campaign.value
    return next((each for each in (*catalogue.campaigns, *proposed) if each.name == name), None)


def without(labels: Labels, names: frozenset[str]) -> Labels:
    """Take out campaigns of the given names."""
    if not any(label.value in names for label in labels.campaigns):
        return labels
    left = tuple(label for label in labels.campaigns if label.value not in names)
    return replace(
        labels,
        campaign=left[0] if left else None,
        campaigns=left,
        stage=labels.stage if left else None,
    )


def label_hit(hit: Hit) -> Label:
    """Return the label under which a hit is stored: its value is the entry, its rule says why."""
    return Label(
        kind=NAMED,
        value=hit.entry_id,
        score=SURE if hit.kind.is_sure else POSSIBLE,
        rule=f"{hit.kind.value}: {hit.why}",
        spans=(hit.span,),
    )
