"""Which neighbour of a series another paper is: its next edition, or one beside it.

Batches and months stand beside each other; another year's paper and an amended regulation follow.
What counts them stands in the title, and where it says no year, in the day of the paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from watcher.dedup.findings import Findings
from watcher.dedup.keys import campaign_names
from watcher.model.document import Document
from watcher.model.match import Relation
from watcher.text.fold import fold
from watcher.text.han_numbers import read_han_number

_HAN = "[一二三四五六七八九十百]{1,4}"
_BATCH = re.compile(rf"第\s?(\d{{1,4}}|{_HAN})\s?([批期])|公告.{{0,8}}第\s?(\d{{1,4}})\s?(号)")
_PERIOD = re.compile(
    rf"(?<!\d)(1[0-2]|[1-9])(月)(?!\d{{1,2}}日)|第?([1-4]|{_HAN})(季度)|([上下])(半年)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
MANY_ORDINALS = 3
MANY_EDITS = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paper stands in its series; empty or None for what it does not say."""

    batches: frozenset[tuple[str, int]]
    periods: frozenset[tuple[str, str]]
    year: str | None
    campaigns: frozenset[str]


def neighbour_of(one: Document, two: Document, findings: Findings) -> Relation:
    """Say whether two papers of one wording are siblings, or one succeeds the other."""
    mine, theirs = _place(one), _place(two)
    if findings.versions:
        return Relation.SUCCESSOR
    if _differ(mine.batches, theirs.batches) or _differ(mine.periods, theirs.periods):
        return Relation.SIBLING
    if mine.year and theirs.year and mine.year != theirs.year:
        return Relation.SUCCESSOR
    if _differ(mine.campaigns, theirs.campaigns):
        return Relation.SIBLING
    is_amended = findings.ordinals > MANY_ORDINALS or findings.edits > MANY_EDITS
    return Relation.SUCCESSOR if findings.years or is_amended else Relation.SIBLING


def _differ(mine: frozenset[object], theirs: frozenset[object]) -> bool:
    return bool(mine and theirs and not mine & theirs)


def _place(document: Document) -> _Place:
    return _read(document.title, str(document.published_on or document.signed_on or ""))


@lru_cache(maxsize=64)
def _read(title: str, day: str) -> _Place:
    text = fold(title).text
    batches = (
        (number or other, counter or "号") for number, counter, other, _ in _BATCH.findall(text)
    )
    periods = (
        (month and f"{month}月", quarter and f"{quarter}季", half)
        for month, _, quarter, _, half, _ in _PERIOD.findall(text)
    )
    found = _YEAR.search(text) or _YEAR.search(day)
    return _Place(
        batches=frozenset(
            (counter, int(number) if number.isdigit() else read_han_number(number))
            for number, counter in batches
        ),
        periods=frozenset(("period", "".join(each)) for each in periods),
        year=found[1] if found else None,
        campaigns=frozenset(campaign_names(text)),
    )
