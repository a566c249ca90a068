"""Labels read anew after a change of catalogue, rules or watch-list. Nobody is alerted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.campaigns.relabel import LabelChange, compare_labels
from watcher.model.label import Labels
from watcher.pipeline.services import Services
from watcher.store.labels import LabelledPage, labelled_pages, set_labels

BATCH = 200
"""Pages a writing transaction, so that a daemon beside it is never held up for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelled:
    """A page whose labels differ from what the rules say now."""

    page: LabelledPage
    labels: Labels
    changes: tuple[LabelChange, ...]


def find_changes(services: Services, *, campaign: str | None = None) -> Iterator[Relabelled]:
    """Yield every page whose labels would change; stores nothing.

    ``campaign`` keeps to the pages that carry this name now.
    """
    services.decisions.refresh(services.store)
    with services.store.reading() as tx:
        for page in labelled_pages(tx):
            if campaign is not None and not _has(page.labels, campaign):
                continue
            labels = services.study(page.document).labels
            changes = compare_labels(page.labels, labels)
            if changes:
                yield Relabelled(page=page, labels=labels, changes=changes)


def apply_changes(services: Services, found: list[Relabelled]) -> None:
    """Store new labels, of a page and of the notice it speaks for."""
    for start in range(0, len(found), BATCH):
        with services.store.writing() as tx:
            for each in found[start : start + BATCH]:
                set_labels(tx, each.page, each.labels)


def _has(labels: Labels, campaign: str) -> bool:
    return any(label.value == campaign for label in labels.campaigns)
