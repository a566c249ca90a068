"""What a change of catalogue or rules would change in the labels of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.model.label import Label, Labels


@dataclass(frozen=True, slots=True)
class LabelChange:
    """One label that would appear, go or take another value; an empty text stands for none."""

    kind: str
    old: str
    new: str
    rule: str
    """The rule behind the new label, or behind the one that goes."""


def compare_labels(old: Labels, new: Labels) -> tuple[LabelChange, ...]:
    """Say what differs: main campaign, stage, type, then further campaigns and other labels.

    Scores, rules and spans may move without a change: nobody sorts notices by them.
    """
    return (*_compare_single(old, new), *_compare_sets(old, new))


def _compare_single(old: Labels, new: Labels) -> Iterator[LabelChange]:
    for before, after, kind in (
        (old.campaign, new.campaign, "campaign"),
        (old.stage, new.stage, "stage"),
        (old.document_type, new.document_type, "document_type"),
    ):
        first, second = _value(before), _value(after)
        if first != second:
            told = after or before
            yield LabelChange(kind, first, second, told.rule if told else "")


def _value(label: Label | None) -> str:
    return label.value if label else ""


def _compare_sets(old: Labels, new: Labels) -> Iterator[LabelChange]:
    before = {(one.kind, one.value): one for one in _further(old)}
    after = {(one.kind, one.value): one for one in _further(new)}
    for key in sorted(before.keys() - after.keys()):
        yield LabelChange(key[0], key[1], "", before[key].rule)
    for key in sorted(after.keys() - before.keys()):
        yield LabelChange(key[0], "", key[1], after[key].rule)


def _further(labels: Labels) -> tuple[Label, ...]:
    return (*labels.campaigns[1:], *labels.others)
