"""The order in which a reader meets the clauses: that of the new text.

Deletions stand where they stood.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Lines [old_start, old_end) became lines [new_start, new_end).

    One side is empty for an insertion or a deletion. ``is_move`` marks a pair that changed place.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    is_move: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether both sides are there and keep their order."""
        return not self.is_move and self.old_end > self.old_start and self.new_end > self.new_start

    @property
    def is_deletion(self) -> bool:
        """Whether only the old side is there."""
        return self.new_start == self.new_end


def put_in_order(
    groups: Sequence[Group], blanks_old: Sequence[int], blanks_new: Sequence[int]
) -> list[Group]:
    """Return all groups, blank lines among them, in reading order.

    Groups with a new side come in its order; a deletion stands before what follows it in the old
    text and before what was inserted at the same place.
    """
    fixed = [group for group in groups if group.is_fixed]
    everything = [*groups, *_pair_blanks(groups, fixed, blanks_old, blanks_new)]
    deletions = sorted((g for g in everything if g.is_deletion), key=lambda g: g.old_start)
    placed = sorted((g for g in everything if not g.is_deletion), key=lambda g: g.new_start)
    limits = _next_fixed_old(placed)
    result: list[Group] = []
    done = 0
    for group, limit in zip(placed, limits, strict=True):
        while done < len(deletions) and deletions[done].old_start < limit:
            result.append(deletions[done])
            done += 1
        result.append(group)
    return [*result, *deletions[done:]]


def _next_fixed_old(placed: Sequence[Group]) -> list[float]:
    """Return for each group the old line of the next fixed one, itself included."""
    limits: list[float] = []
    limit = float("inf")
    for group in reversed(placed):
        if group.is_fixed:
            limit = group.old_start
        limits.append(limit)
    return limits[::-1]


def _pair_blanks(
    groups: Sequence[Group],
    fixed: Sequence[Group],
    blanks_old: Sequence[int],
    blanks_new: Sequence[int],
) -> list[Group]:
    """Pair the blank lines between two fixed groups one by one; the rest came or went."""
    inside_old = {i for g in groups for i in range(g.old_start, g.old_end)}
    inside_new = {j for g in groups for j in range(g.new_start, g.new_end)}
    gaps_old: dict[int, list[int]] = {}
    gaps_new: dict[int, list[int]] = {}
    edges_old = [group.old_start for group in fixed]
    edges_new = [group.new_start for group in fixed]
    for i in blanks_old:
        if i not in inside_old:
            gaps_old.setdefault(bisect_left(edges_old, i), []).append(i)
    for j in blanks_new:
        if j not in inside_new:
            gaps_new.setdefault(bisect_left(edges_new, j), []).append(j)
    result: list[Group] = []
    for gap in gaps_old.keys() | gaps_new.keys():
        olds, news = gaps_old.get(gap, []), gaps_new.get(gap, [])
        common = min(len(olds), len(news))
        pairs = zip(olds[:common], news[:common], strict=True)
        result.extend(Group(i, i + 1, j, j + 1) for i, j in pairs)
        result.extend(Group(i, i + 1, 0, 0) for i in olds[common:])
        result.extend(Group(0, 0, j, j + 1) for j in news[common:])
    return result
